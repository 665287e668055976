using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Revisions;

/// <summary>
/// Which revision the pods of a StatefulSet or DaemonSet are to have. Their pods carry it in a label: the name of the
/// ControllerRevision for a StatefulSet, its hash for a DaemonSet (kubernetes/kubernetes, pkg/controller/statefulset
/// and daemon).
/// </summary>
internal static class NewestRevision
{
    /// <summary>The label of pods, and of the ControllerRevisions of a DaemonSet.</summary>
    public const string HashLabel = "controller-revision-hash";

    /// <summary>
    /// What the label of pods of the newest revision says. Null if the controller has not made it yet.
    /// </summary>
    /// <param name="workload">A StatefulSet or DaemonSet.</param>
    /// <param name="revisions">ControllerRevisions of its namespace; those of other owners are ignored.</param>
    public static string? LabelOf(KubeObject workload, IEnumerable<KubeObject> revisions)
    {
        bool isObserved = WorkloadStatus.Of(workload).IsObserved;
        bool isStatefulSet = WorkloadKinds.Of(workload) == WorkloadKind.StatefulSet;
        if (isStatefulSet && isObserved) return workload.Json.Text("status", "updateRevision");

        // While pods are refused, old controllers do not write the status, so the template has to tell.
        KubeObject[] own =
        [
            .. revisions.Where(item => item.ControllerUid == workload.Uid)
                .OrderByDescending(item => item.Json.Count("revision")),
        ];
        KubeObject? newest = own.FirstOrDefault(item => PodTemplate.AreEqual(item, workload))
            ?? (isObserved ? own.FirstOrDefault() : null);
        return isStatefulSet ? newest?.Name : newest?.Labels.GetValueOrDefault(HashLabel);
    }
}
