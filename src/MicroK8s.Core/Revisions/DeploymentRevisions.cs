using MicroK8s.Resources;

namespace MicroK8s.Revisions;

/// <summary>Which ReplicaSet is which revision of a Deployment.</summary>
internal static class DeploymentRevisions
{
    /// <summary>Where the Deployment's controller notes the number.</summary>
    public const string Annotation = "deployment.kubernetes.io/revision";

    /// <summary>The number that the controller noted. Null if it has noted none yet.</summary>
    public static long? NumberOf(KubeObject item) =>
        long.TryParse(item.Annotations.GetValueOrDefault(Annotation), out long number) ? number : null;

    /// <summary>
    /// The ReplicaSet of the newest revision: the oldest whose template is the Deployment's
    /// (kubernetes/kubernetes, <c>FindNewReplicaSet</c>). Null if the controller has not made it yet.
    /// </summary>
    public static KubeObject? NewReplicaSet(KubeObject deployment, IEnumerable<KubeObject> replicaSets) => replicaSets
        .Where(set => set.ControllerUid == deployment.Uid && PodTemplate.AreEqual(set, deployment))
        .OrderBy(set => set.Created).ThenBy(set => set.Name, StringComparer.Ordinal).FirstOrDefault();
}
