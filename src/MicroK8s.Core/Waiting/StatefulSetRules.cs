using System.Globalization;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Waiting;

/// <summary>How a StatefulSet replaces its pods (kubernetes/kubernetes, pkg/controller/statefulset).</summary>
internal static class StatefulSetRules
{
    /// <summary>
    /// Whether the controller does nothing at all while any pod is not ready, which is the default: it neither makes
    /// the next pod nor replaces the one that is not ready, even if its template has long been corrected.
    /// </summary>
    public static bool IsOrdered(KubeObject set) => set.Json.Text("spec", "podManagementPolicy") != "Parallel";

    /// <summary>Whether a pod keeps its revision when a newer one is rolled out.</summary>
    /// <param name="set">The StatefulSet.</param>
    /// <param name="pod">A pod of it.</param>
    public static bool Keeps(KubeObject set, KubeObject pod)
    {
        if (UpdateStrategy.IsOnDelete(set)) return true;
        int first = set.Json.Count("spec", "ordinals", "start");
        return OrdinalOf(pod) - first < UpdateStrategy.Partition(set);
    }

    /// <summary>
    /// Whether a pod that is deleted is made again as it was. Without a partition, even one of zero, it is
    /// (<c>newVersionedStatefulSetPod</c>).
    /// </summary>
    public static bool RemakesAsBefore(KubeObject set) =>
        !UpdateStrategy.IsOnDelete(set)
        && !UpdateStrategy.HasPartition(set);

    /// <summary>The number at the end of a pod's name; -1 for a pod that no StatefulSet has named.</summary>
    public static int OrdinalOf(KubeObject pod) =>
        int.TryParse(pod.Name[(pod.Name.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture,
            out int ordinal)
            ? ordinal
            : -1;
}
