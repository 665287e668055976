using System.Globalization;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Revisions;

/// <summary>
/// The objects that keep the revisions of a workload: ReplicaSets of a Deployment, ControllerRevisions of a StatefulSet
/// or DaemonSet.
/// </summary>
internal static class RevisionObjects
{
    /// <summary>Kubernetes, pkg/controller/deployment/util, <c>RevisionHistoryAnnotation</c>.</summary>
    private const string History = "deployment.kubernetes.io/revision-history";

    private const string StatefulSetHash = "controller.kubernetes.io/hash";

    /// <summary>The kind of object that keeps the revisions.</summary>
    public static ResourceType TypeFor(WorkloadKind kind) =>
        kind == WorkloadKind.Deployment ? ResourceTypes.ReplicaSet : ResourceTypes.ControllerRevision;

    /// <summary>Reads those of a workload; some may belong to other owners.</summary>
    public static Task<IReadOnlyList<KubeObject>> ReadAsync(
        IClusterSession session, KubeObject workload, CancellationToken cancellationToken) =>
        session.Resources.ReadAllAsync(
            WorkloadPods.Query(workload, TypeFor(WorkloadKinds.Of(workload))), cancellationToken);

    /// <summary>Reads the pods that a workload selects; some may belong to other owners.</summary>
    public static Task<IReadOnlyList<KubeObject>> ReadPodsAsync(
        IClusterSession session, KubeObject workload, CancellationToken cancellationToken) =>
        session.Resources.ReadAllAsync(WorkloadPods.Query(workload), cancellationToken);

    /// <summary>The number of a revision. Null if the controller has not noted it yet.</summary>
    public static long? NumberOf(KubeObject source)
    {
        string? text = source.Json.Text("revision")
            ?? source.Annotations.GetValueOrDefault(DeploymentRevisions.Annotation);
        return long.TryParse(text, CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    /// <summary>Whether a revision had a number before a rollback gave it another; a Deployment notes those.</summary>
    public static bool Had(KubeObject source, long number) =>
        source.Annotations.GetValueOrDefault(History, "").Split(',').Contains($"{number}");

    /// <summary>
    /// The revision that the workload asks for. Null if the controller has not made it yet. A ControllerRevision is the
    /// template as it was written once, without the defaults of a newer server, so when none is equal any more the
    /// highest is it: the controllers number what they roll out highest
    /// (kubernetes/kubernetes, pkg/controller/statefulset, <c>getStatefulSetRevisions</c>).
    /// </summary>
    public static KubeObject? Current(KubeObject workload, IReadOnlyList<KubeObject> sources)
    {
        if (WorkloadKinds.Of(workload) == WorkloadKind.Deployment)
        {
            return DeploymentRevisions.NewReplicaSet(workload, sources);
        }

        KubeObject[] own =
            [.. sources.Where(source => source.ControllerUid == workload.Uid).OrderByDescending(NumberOf)];
        return own.FirstOrDefault(source => PodTemplate.AreEqual(source, workload))
            ?? (WorkloadStatus.Of(workload).IsObserved ? own.FirstOrDefault() : null);
    }

    /// <summary>Whether a pod is of a revision.</summary>
    public static bool IsOf(KubeObject pod, KubeObject workload, KubeObject source)
    {
        if (pod.ControllerUid == source.Uid) return true;
        return pod.ControllerUid == workload.Uid && pod.Labels.TryGetValue(NewestRevision.HashLabel, out string? hash)
            && (hash == source.Name || hash == source.Labels.GetValueOrDefault(NewestRevision.HashLabel)
                || hash == source.Labels.GetValueOrDefault(StatefulSetHash));
    }
}
