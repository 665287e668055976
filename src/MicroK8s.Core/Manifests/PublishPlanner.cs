using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Updates;
using MicroK8s.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Manifests;

/// <summary>
/// Plans a publication: finds out what every manifest means and lets the server try each without storing it, so that
/// whatever is wrong with any of them is known before the first write.
/// </summary>
public static class PublishPlanner
{
    /// <summary>Requests at a time; the server queues more than a few of one user.</summary>
    private const int Breadth = 8;

    /// <summary>Makes the plan. Faults of manifests are in it; those of the connection are thrown.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    public static async Task<PublishPlan> PlanAsync(
        IClusterSession session, PublishRequest request, CancellationToken cancellationToken)
    {
        var faults = new List<ClusterException>();
        PublishStep[] steps = await ForEachAsync(
            request.Manifests, faults,
            manifest => PublishTarget.ResolveAsync(session, manifest, request, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        faults.AddRange(Repeated(steps));
        var made = steps.Where(step => step.Target.Type == ResourceTypes.Namespace && step.Live is null)
            .Select(step => step.Target.Name).ToHashSet(StringComparer.Ordinal);
        steps = await ForEachAsync(
            steps, faults, step => PublishCheck.TryAsync(session.Resources, step, made, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        PublishStep[] ordered =
            [.. steps.OrderBy(step => ManifestOrder.RankOf(step.Target.Type))];
        if (faults.Count > 0) return new PublishPlan(ordered, [], faults, []);
        for (int index = 0; index < ordered.Length; index++)
        {
            ordered[index] = await WithStuckPodsAsync(session, ordered[index], cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyList<string> notes =
            await FindAutoscaledAsync(session.Resources, ordered, cancellationToken).ConfigureAwait(false);
        if (!request.Prune) return new PublishPlan(ordered, [], faults, notes);

        var search = new PruneSearch(session, request);
        IReadOnlyList<ObjectDeletion> prunes = await search.FindAsync(ordered, cancellationToken).ConfigureAwait(false);
        return new PublishPlan(ordered, prunes, faults, [.. notes, .. search.Notes]);
    }

    private static async Task<PublishStep> WithStuckPodsAsync(
        IClusterSession session, PublishStep step, CancellationToken cancellationToken) =>
        step is { Target.Type: var type, Live: { } live, Stored: { } stored }
        && type == ResourceTypes.StatefulSet && !PodTemplate.AreEqual(live, stored)
            ? step with
            {
                StuckPods = await StuckPods.FindAsync(session, live, cancellationToken).ConfigureAwait(false),
            }
            : step;

    /// <summary>What autoscalers make of the replicas that manifests name.</summary>
    private static async Task<IReadOnlyList<string>> FindAutoscaledAsync(
        IResources resources, IReadOnlyList<PublishStep> steps, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        foreach (PublishStep step in steps)
        {
            if (WorkloadKinds.All.All(kind => kind.Type() != step.Target.Type)
                || step.Live is not { } live || step.Content.At("spec", "replicas").Number() is not { } replicas
                || replicas == live.Json.Number("spec", "replicas")) continue;
            if (await WorkloadAutoscaler.FindAsync(resources, live, cancellationToken).ConfigureAwait(false)
                is { } autoscaler)
            {
                notes.Add(WorkloadAutoscaler.Warning(autoscaler, live, replicas));
            }
        }

        return notes;
    }

    /// <summary>Does the same for all, several at a time; results and faults keep the order.</summary>
    private static async Task<TResult[]> ForEachAsync<TItem, TResult>(
        IReadOnlyList<TItem> items, List<ClusterException> faults, Func<TItem, Task<TResult>> body,
        CancellationToken cancellationToken)
        where TResult : class
    {
        using var gate = new SemaphoreSlim(Breadth);
        (TResult? Result, ClusterException? Fault)[] all =
            await Task.WhenAll(items.Select(RunAsync)).ConfigureAwait(false);
        faults.AddRange(all.Select(one => one.Fault).OfType<ClusterException>());
        return [.. all.Select(one => one.Result).OfType<TResult>()];

        async Task<(TResult?, ClusterException?)> RunAsync(TItem item)
        {
            await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return (await body(item).ConfigureAwait(false), null);
            }
            catch (ClusterException exception)
                when (!LostAnswer.Is(exception) && exception.Fault != ClusterFault.NotAuthenticated)
            {
                return (null, exception);
            }
            finally
            {
                gate.Release();
            }
        }
    }

    private static IEnumerable<ClusterException> Repeated(IEnumerable<PublishStep> steps) => steps
        .GroupBy(step => (step.Target.Type.Group, step.Target.Type.Kind, step.Target.Namespace, step.Target.Name))
        .Where(same => same.Count() > 1)
        .Select(same => new ClusterException(
            ClusterFault.InvalidSpec,
            $"{same.First().Target} stands in the set more than once: "
            + $"{string.Join("; ", same.Select(step => step.Manifest.Where))}.",
            same.First().Target.ToString(), "Publish only one of them."));
}
