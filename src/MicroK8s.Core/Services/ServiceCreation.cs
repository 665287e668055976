using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>Makes micro services: all their objects or none.</summary>
public static class ServiceCreation
{
    /// <summary>
    /// Lets the server check every object without storing any, all at once: namespace, names, quota, admission, rights.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">What will be made.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// What the server would store, object by object; null where a webhook allows no dry run, so that only the real
    /// write can tell.
    /// </returns>
    /// <exception cref="ClusterException">
    /// NamespaceNotFound, AlreadyExists, QuotaExceeded, AccessDenied, InvalidSpec.
    /// </exception>
    public static async Task<IReadOnlyList<KubeObject?>> CheckAsync(
        IResources resources, ServicePlan plan, CancellationToken cancellationToken)
    {
        Task<KubeObject?> other = FindOtherKindAsync(resources, plan.Workload.Ref, cancellationToken);
        Task<KubeObject?>[] tries =
            [.. plan.Objects.Select(planned => TryAsync(resources, planned, cancellationToken))];
        if (await other.ConfigureAwait(false) is { } taken) throw Taken(WorkloadKinds.RefOf(taken));
        return await Task.WhenAll(tries).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes every object. Cannot be cancelled: a stop between two would leave half a service.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">What to make.</param>
    /// <returns>The workload.</returns>
    /// <exception cref="ClusterException">
    /// As the server says; nothing remains then. PartialFailure: something does, and the message says what.
    /// </exception>
    public static async Task<KubeObject> ApplyAsync(IResources resources, ServicePlan plan)
    {
        KubeObject? workload = null;
        var undo = new UndoList();
        foreach (PlannedObject planned in plan.Objects)
        {
            try
            {
                KubeObject made = await resources
                    .CreateAsync(planned.Type, planned.Manifest, dryRun: false, CancellationToken.None)
                    .ConfigureAwait(false);
                workload ??= made;
                undo.Add($"{planned.Ref}", token => ObjectRemoval.RunAsync(resources, planned.Ref, made.Uid, token));
            }
            catch (ClusterException cause)
            {
                // Without an answer nobody knows whether the server stored the object.
                if (LostAnswer.Is(cause)) undo.Add($"{planned.Ref}", _ => throw InDoubt(plan));
                throw await undo.RunAsync(cause).ConfigureAwait(false);
            }
        }

        return workload!;
    }

    private static ClusterException InDoubt(ServicePlan plan) => new(
        ClusterFault.PartialFailure, "it may have been made", plan.Spec.Name,
        $"Run Remove-MicroService {plan.Spec.Name} -Namespace {plan.Spec.Namespace}.");

    private static async Task<KubeObject?> TryAsync(
        IResources resources, PlannedObject planned, CancellationToken cancellationToken)
    {
        try
        {
            return await resources.CreateAsync(planned.Type, planned.Manifest, dryRun: true, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AlreadyExists)
        {
            throw Taken(planned.Ref, exception);
        }
        catch (ClusterException exception) when (DryRun.WasImpossible(exception))
        {
            return null;
        }
    }

    /// <summary>A workload of another kind is the micro service of this name as well. Null if there is none.</summary>
    private static async Task<KubeObject?> FindOtherKindAsync(
        IResources resources, ResourceRef workload, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<KubeObject> found = await WorkloadLookup
                .FindAllAsync(resources, workload.Name, workload.Namespace!, kind: null, cancellationToken)
                .ConfigureAwait(false);
            return found.FirstOrDefault(item => item.Kind != workload.Type.Kind);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            // Who may make a service need not be allowed to read others.
            return null;
        }
    }

    private static ClusterException Taken(ResourceRef target, ClusterException? cause = null)
    {
        bool isWorkload = WorkloadKinds.All.Any(kind => kind.Type() == target.Type);
        return new ClusterException(
            ClusterFault.AlreadyExists, $"{target} already exists. Nothing was changed.", target.Name,
            isWorkload
                ? "Change it with Set-MicroService, or choose another name."
                : "It belongs to no micro service of this name. Choose another name, or remove it: "
                    + $"kubectl delete {target.Type} {target.Name} --namespace {target.Namespace}.",
            cause);
    }
}
