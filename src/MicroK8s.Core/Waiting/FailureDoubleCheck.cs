using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;

namespace MicroK8s.Waiting;

/// <summary>
/// Asks the cluster once more before a verdict that something outside of the watches may contradict: the missing
/// object has come, the quota has room again, or the cluster can add nodes. Costs nothing where nothing fails.
/// </summary>
internal sealed class FailureDoubleCheck(IClusterSession session, KubeObject workload)
{
    /// <summary>
    /// Where the cluster autoscaler writes its state (kubernetes/autoscaler, cluster-autoscaler/FAQ.md).
    /// </summary>
    private static readonly ResourceRef Autoscaler =
        new(ResourceTypes.ConfigMap, "kube-system", "cluster-autoscaler-status");

    private static readonly ResourceType[] Karpenter =
    [
        new("karpenter.sh", "v1", "nodepools", "NodePool", Namespaced: false),
        new("karpenter.sh", "v1beta1", "nodepools", "NodePool", Namespaced: false),
    ];

    private readonly HashSet<string> _recovering = new(StringComparer.Ordinal);
    private bool? _mayGrow;

    /// <summary>The snapshot with what was learned so far.</summary>
    public RolloutSnapshot AddTo(RolloutSnapshot snapshot) =>
        snapshot with { Recovering = _recovering, MayGrow = _mayGrow is true };

    /// <summary>Whether something was learned that the verdict did not know, so that it must be judged again.</summary>
    public async Task<bool> RaiseAsync(RolloutCause cause, CancellationToken cancellationToken)
    {
        if (_recovering.Contains(cause.Key)) return false;
        if (cause.Needs is { } needs)
        {
            return await IsThereAsync(needs, cancellationToken).ConfigureAwait(false) && _recovering.Add(cause.Key);
        }

        if (cause.Fault == ClusterFault.QuotaExceeded)
        {
            return await HasRoomAsync(cancellationToken).ConfigureAwait(false) && _recovering.Add(cause.Key);
        }

        if (cause.Fault != ClusterFault.Unschedulable || _mayGrow is not null) return false;
        _mayGrow = await MayGrowAsync(cancellationToken).ConfigureAwait(false);
        return _mayGrow.Value;
    }

    private async Task<bool> IsThereAsync(MissingObject needs, CancellationToken cancellationToken)
    {
        try
        {
            var target = new ResourceRef(needs.Type, workload.Namespace, needs.Name);
            return needs.IsMetBy(await session.Resources.FindAsync(target, cancellationToken).ConfigureAwait(false));
        }
        catch (ClusterException)
        {
            // Who may not look believes the kubelet.
            return false;
        }
    }

    /// <summary>
    /// Whether one more pod would be let in. Controllers try a refused pod again ever less often, up to a quarter of an
    /// hour apart (kubernetes/client-go, util/workqueue), so their word may be long out of date.
    /// </summary>
    private async Task<bool> HasRoomAsync(CancellationToken cancellationToken)
    {
        JsonObject pod = PodTemplate.Of(workload);
        JsonObject metadata = pod.Open("metadata");
        metadata["generateName"] = $"{workload.Name}-";
        metadata["namespace"] = workload.Namespace;
        try
        {
            await session.Resources.CreateAsync(ResourceTypes.Pod, pod, dryRun: true, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (ClusterException)
        {
            // Who may not make pods, or not try it, believes the controller.
            return false;
        }
    }

    private async Task<bool> MayGrowAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (ResourceType pool in Karpenter)
            {
                if (await session.ServesAsync(pool, cancellationToken).ConfigureAwait(false)) return true;
            }

            return await session.Resources.FindAsync(Autoscaler, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (ClusterException)
        {
            // Who may not look cannot exclude it.
            return true;
        }
    }
}
