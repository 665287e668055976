using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Workloads;

namespace MicroK8s.Waiting;

/// <summary>Which pods a rollout depends on.</summary>
/// <param name="Owned">All pods of the workload.</param>
/// <param name="Newest">Those of the newest revision.</param>
/// <param name="Remaining">
/// Those of an older revision that the controller will not replace as they are. Trouble of other old pods is why one
/// rolls out, and does not count.
/// </param>
internal sealed record RolloutPods(
    IReadOnlyList<KubeObject> Owned, IReadOnlyList<KubeObject> Newest, IReadOnlyList<KubeObject> Remaining)
{
    private static readonly RolloutPods None = new([], [], []);

    /// <summary>Sorts the pods of a snapshot.</summary>
    public static RolloutPods Of(RolloutSnapshot snapshot) => snapshot.Workload switch
    {
        null => None,
        var workload when WorkloadKinds.Of(workload) == WorkloadKind.Deployment => OfDeployment(snapshot, workload),
        var workload => OfOther(snapshot, workload),
    };

    private static RolloutPods OfDeployment(RolloutSnapshot snapshot, KubeObject workload)
    {
        HashSet<string> sets =
            [.. snapshot.Revisions.Where(set => set.ControllerUid == workload.Uid).Select(set => set.Uid)];
        string? newest = DeploymentRevisions.NewReplicaSet(workload, snapshot.Revisions)?.Uid;
        KubeObject[] owned = [.. Sort(snapshot.Pods.Where(pod => sets.Contains(pod.ControllerUid ?? "")))];
        return new RolloutPods(owned, [.. owned.Where(pod => pod.ControllerUid == newest)], []);
    }

    private static RolloutPods OfOther(RolloutSnapshot snapshot, KubeObject workload)
    {
        KubeObject[] owned = [.. Sort(snapshot.Pods.Where(pod => pod.ControllerUid == workload.Uid))];
        if (NewestRevision.LabelOf(workload, snapshot.Revisions) is not { } newest)
        {
            return new RolloutPods(owned, [], []);
        }

        ILookup<bool, KubeObject> byAge =
            owned.ToLookup(pod => pod.Labels.GetValueOrDefault(NewestRevision.HashLabel) == newest);
        return new RolloutPods(owned, [.. byAge[true]], [.. byAge[false].Where(pod => Remains(workload, pod))]);
    }

    private static bool Remains(KubeObject workload, KubeObject pod) =>
        WorkloadKinds.Of(workload) == WorkloadKind.StatefulSet
            ? StatefulSetRules.Keeps(workload, pod)
                || (StatefulSetRules.IsOrdered(workload) && !WorkloadPods.IsReady(pod))
            : UpdateStrategy.IsOnDelete(workload);

    private static IEnumerable<KubeObject> Sort(IEnumerable<KubeObject> pods) =>
        pods.OrderBy(pod => pod.Name, StringComparer.Ordinal);
}
