using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Waiting;

/// <summary>
/// Pods that stand in the way of a new template. With the pod management OrderedReady a StatefulSet waits until every
/// pod is ready before it replaces one, so a pod of a broken revision stays for ever, whatever the template says by
/// then (kubernetes.io, StatefulSets, "Forced rollback"; kubernetes/kubernetes#67250). It has to be deleted.
/// </summary>
internal static class StuckPods
{
    /// <summary>Whether a workload waits for pods that are not ready before it replaces them.</summary>
    public static bool CanBe(KubeObject workload) =>
        WorkloadKinds.Of(workload) == WorkloadKind.StatefulSet
        && StatefulSetRules.IsOrdered(workload)
        && !UpdateStrategy.IsOnDelete(workload);

    /// <summary>
    /// The pods that a change of the template has to delete: those that are not ready while one of them fails for
    /// certain. One that is only starting gets ready, and is then replaced like any other.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">The workload before the change.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The highest ordinal first; none of any other kind of workload.</returns>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    public static async Task<IReadOnlyList<KubeObject>> FindAsync(
        IClusterSession session, KubeObject workload, CancellationToken cancellationToken)
    {
        WorkloadStatus status = WorkloadStatus.Of(workload);
        if (!CanBe(workload) || status.Ready >= status.Total) return [];
        RolloutVerdict.Failed? failed =
            await StandingFailure.FindAsync(session, workload, TimeProvider.System.GetUtcNow(), cancellationToken)
                .ConfigureAwait(false);
        if (failed?.Cause?.Pod is null) return [];
        IReadOnlyList<KubeObject> pods = await session.Resources
            .ReadAllOrAbsentAsync(WorkloadPods.Query(workload), onDenied: null, cancellationToken)
            .ConfigureAwait(false);
        return Of(workload, isNew: _ => false, pods);
    }

    /// <summary>The pods to delete, the highest ordinal first; none of any other kind of workload.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="isNew">Whether a pod is of the revision that is to run.</param>
    /// <param name="pods">Its pods; those of other owners are ignored.</param>
    public static IReadOnlyList<KubeObject> Of(
        KubeObject workload, Func<KubeObject, bool> isNew, IReadOnlyList<KubeObject> pods)
    {
        if (!CanBe(workload)) return [];

        // Pods below the partition are made anew of the revision before, which helps nobody.
        return
        [
            .. pods.Where(pod => pod.ControllerUid == workload.Uid && !StatefulSetRules.Keeps(workload, pod))
                .Where(pod => !pod.IsBeingDeleted && !WorkloadPods.IsReady(pod) && !isNew(pod))
                .OrderByDescending(StatefulSetRules.OrdinalOf),
        ];
    }

    /// <summary>What is done about them, one line each, to follow a plan.</summary>
    /// <param name="workload">The workload as it will be.</param>
    /// <param name="pods">The pods.</param>
    public static IEnumerable<string> Describe(KubeObject workload, IReadOnlyList<KubeObject> pods)
    {
        const string Partition =
            "then spec.updateStrategy.rollingUpdate.partition: (none) → 0, so that a deleted pod is not made as it was";
        return pods.Count > 0 && StatefulSetRules.RemakesAsBefore(workload)
            ? DescribeRemoval(pods).Prepend(Partition)
            : DescribeRemoval(pods);
    }

    /// <summary>The same for a plan that sets the partition itself.</summary>
    /// <param name="pods">The pods.</param>
    public static IEnumerable<string> DescribeRemoval(IEnumerable<KubeObject> pods) => pods.Select(
        pod => $"then delete Pod {pod.Namespace}/{pod.Name}, which is not ready: "
            + $"{WorkloadKind.StatefulSet} would wait for it for ever");
}
