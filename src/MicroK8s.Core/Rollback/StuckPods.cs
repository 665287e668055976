using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Rollback;

/// <summary>
/// Pods that stand in the way of a rollback. With the pod management OrderedReady a StatefulSet waits until every pod
/// is ready before it replaces one, so a pod of a broken revision stays for ever, whatever the template says by then
/// (kubernetes.io, StatefulSets, "Forced rollback"; kubernetes/kubernetes#67250). It has to be deleted.
/// </summary>
internal static class StuckPods
{
    /// <summary>Whether a workload waits for pods that are not ready before it replaces them.</summary>
    public static bool CanBe(KubeObject workload) =>
        WorkloadKinds.Of(workload) == WorkloadKind.StatefulSet
        && StatefulSetRules.IsOrdered(workload)
        && workload.Json.Text("spec", "updateStrategy", "type") != "OnDelete";

    /// <summary>The pods to delete, the highest ordinal first; none of any other kind of workload.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="source">The revision that is gone back to.</param>
    /// <param name="pods">Its pods; those of other owners are ignored.</param>
    public static IReadOnlyList<KubeObject> Of(
        KubeObject workload, KubeObject source, IReadOnlyList<KubeObject> pods)
    {
        if (!CanBe(workload)) return [];

        // Pods below the partition are made anew of the revision before, which helps nobody.
        return
        [
            .. pods.Where(pod => pod.ControllerUid == workload.Uid && !StatefulSetRules.Keeps(workload, pod))
                .Where(pod => !pod.IsBeingDeleted && !WorkloadPods.IsReady(pod))
                .Where(pod => !RevisionObjects.IsOf(pod, workload, source))
                .OrderByDescending(StatefulSetRules.OrdinalOf),
        ];
    }
}
