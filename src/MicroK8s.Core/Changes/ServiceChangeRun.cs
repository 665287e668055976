using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Changes;

/// <summary>Carries a planned change out: all of its objects or none.</summary>
public static class ServiceChangeRun
{
    /// <summary>Writes what was planned. A stop comes before the first write or not at all.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the call before the first write.</param>
    /// <returns>What was written, also to take it back.</returns>
    /// <exception cref="ClusterException">
    /// Conflict, InvalidSpec, AccessDenied: nothing remains. PartialFailure: something does, and the message says what.
    /// </exception>
    public static async Task<ServiceChangeDone> ApplyAsync(
        IResources resources, ServiceChangePlan plan, CancellationToken cancellationToken)
    {
        var done = new ServiceChangeDone(plan, plan.Read, null);
        var undo = new UndoList();
        KubeObject? bridged = null;
        (string What, Func<Task> Write) workload = ($"the change of {plan.Workload?.Target}", WorkloadAsync);
        (string What, Func<Task> Write) service =
            (plan.NewService is { } wanted ? $"{wanted.Ref}" : $"the change of {plan.Service?.Target}", ServiceAsync);
        (string What, Func<Task> Write)[] both = plan.ServiceFirst ? [service, workload]
            : plan.Bridge is null ? [workload, service]
            : [(service.What, BridgeAsync), workload, service];
        (string What, Func<Task> Write)[] steps =
        [
            .. plan.RelatedObjects.Where(one => one.Removed is not null).Select(RelatedObject),
            .. both,
            .. plan.RelatedObjects.Where(one => one.Removed is null).Select(RelatedObject),
        ];
        cancellationToken.ThrowIfCancellationRequested();
        foreach ((string what, Func<Task> write) in steps)
        {
            try
            {
                await write().ConfigureAwait(false);
            }
            catch (ClusterException cause)
            {
                // Without an answer nobody knows whether the server did it; then not all is as before.
                bool isInDoubt = LostAnswer.Is(cause) && !undo.IsEmpty;
                if (isInDoubt) undo.Add(what, _ => throw InDoubt(plan));
                throw await undo.RunAsync(cause).ConfigureAwait(false);
            }
        }

        return done;

        (string What, Func<Task> Write) RelatedObject(RelatedObjectWrite related) => (related.Effect, async () =>
        {
            AppliedRelatedObject written = await AppliedRelatedObject
                .WriteAsync(resources, related, CancellationToken.None).ConfigureAwait(false);
            done = done with { RelatedObjects = [.. done.RelatedObjects, written] };
            undo.Add(related.Effect, token => written.TakeBackAsync(resources, token));
        });

        async Task WorkloadAsync()
        {
            if (plan.Workload is not { } wish) return;
            (ObjectUpdate update, KubeObject written) =
                await ObjectUpdateRun.WriteAsync(resources, wish, CancellationToken.None).ConfigureAwait(false);
            done = done with { Plan = done.Plan with { Workload = update }, Workload = written };
            undo.Add($"the change of {update.Target}", token => TakeBackAsync(resources, update, written, token));
        }

        async Task BridgeAsync()
        {
            (ObjectUpdate update, bridged) = await ObjectUpdateRun
                .WriteAsync(resources, plan.Bridge!, CancellationToken.None).ConfigureAwait(false);
            undo.Add($"the change of {update.Target}", token => TakeBackAsync(resources, update, bridged, token));
        }

        async Task ServiceAsync()
        {
            if (plan.Service is { } wish)
            {
                ObjectUpdate next = bridged is null ? wish : wish.PlanAgain(bridged);
                (ObjectUpdate update, KubeObject written) =
                    await ObjectUpdateRun.WriteAsync(resources, next, CancellationToken.None).ConfigureAwait(false);

                // To take all of it back, what it was before the first of the two writes must be known.
                ObjectUpdate whole = bridged is null ? update : wish;
                done = done with { Plan = done.Plan with { Service = whole }, Service = written };
                undo.Add($"the change of {update.Target}", token => TakeBackAsync(resources, update, written, token));
            }
            else if (plan.NewService is { } made)
            {
                KubeObject written = await resources
                    .CreateAsync(made.Type, made.Manifest, dryRun: false, CancellationToken.None).ConfigureAwait(false);
                done = done with { Service = written };
                undo.Add($"{made.Ref}", token => ObjectRemoval.RunAsync(resources, made.Ref, written.Uid, token));
            }
        }
    }

    /// <summary>Takes one change back, but for what others changed since.</summary>
    internal static async Task<KubeObject> TakeBackAsync(
        IResources resources, ObjectUpdate update, KubeObject written, CancellationToken cancellationToken)
    {
        KubeObject now = await resources.GetAsync(update.Target, cancellationToken).ConfigureAwait(false);
        ObjectUpdate back = PlanBack(update, written, now);
        return back.IsEmpty
            ? now
            : await ObjectUpdateRun.ApplyAsync(resources, back, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How to take a change back.</summary>
    internal static ObjectUpdate PlanBack(ObjectUpdate update, KubeObject written, KubeObject now) =>
        ObjectUpdate.Plan(update.Target, now, read =>
        {
            JsonObject copy = read.ToNode();
            if (read.Uid == written.Uid) JsonReversion.Apply(Own(update.Read), Own(written), copy);
            return copy;
        });

    private static ClusterException InDoubt(ServiceChangePlan plan) =>
        new(ClusterFault.PartialFailure, "it may have been done", plan.Read.Name);

    /// <summary>What people write of an object; the rest is the server's.</summary>
    private static JsonObject Own(KubeObject item)
    {
        JsonObject json = item.ToNode();
        JsonObject metadata = json.Open("metadata");
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["labels"] = metadata["labels"]?.DeepClone(), ["annotations"] = metadata["annotations"]?.DeepClone(),
            },
            ["spec"] = json["spec"]?.DeepClone(),
        };
    }
}
