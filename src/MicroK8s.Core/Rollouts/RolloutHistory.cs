using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Rollouts;

/// <summary>The revisions of a Deployment: its ReplicaSets, as many as <c>revisionHistoryLimit</c> keeps.</summary>
public static class RolloutHistory
{
    /// <summary>All revisions, the newest first.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="replicaSets">ReplicaSets of its namespace; those that it does not control are ignored.</param>
    public static IReadOnlyList<Revision> Of(KubeObject deployment, IReadOnlyList<KubeObject> replicaSets) =>
        [.. Read(deployment, replicaSets).Select(kept => kept.Revision)];

    /// <summary>The number of a Deployment's revision. Null if the controller has not noted it yet.</summary>
    /// <param name="deployment">The Deployment.</param>
    public static long? NumberOf(KubeObject deployment) => DeploymentRevisions.NumberOf(deployment);

    /// <summary>All revisions with the objects that keep their templates, the newest first.</summary>
    internal static IReadOnlyList<(Revision Revision, KubeObject Source)> Read(
        KubeObject deployment, IReadOnlyList<KubeObject> replicaSets)
    {
        KubeObject? current = DeploymentRevisions.NewReplicaSet(deployment, replicaSets);
        return
        [
            .. from set in replicaSets
               where set.ControllerUid == deployment.Uid
               let number = DeploymentRevisions.NumberOf(set)
               where number is not null
               orderby number descending
               select (Describe(set, number.Value, isCurrent: set.Uid == current?.Uid), set),
        ];
    }

    private static Revision Describe(KubeObject set, long number, bool isCurrent) => new(
        number, PodTemplate.Images(set), set.Annotations.GetValueOrDefault(ServiceLabels.ChangeCause),
        set.Created ?? DateTimeOffset.MinValue, isCurrent);
}
