using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Workloads;

namespace MicroK8s.Waiting;

/// <summary>All causes that a snapshot shows, of the pods that the rollout depends on.</summary>
internal static class RolloutCauses
{
    /// <summary>The causes, faults before mere delays, in the order of pods and containers.</summary>
    public static IReadOnlyList<RolloutCause> Find(RolloutSnapshot snapshot)
    {
        if (snapshot.WantsNoPods) return [];
        RolloutPods pods = RolloutPods.Of(snapshot);
        bool podsLeave = pods.Owned.Any(pod => pod.IsBeingDeleted);
        ILookup<string, PodEvent> events = snapshot.Events.Select(PodEvent.Of)
            .OrderBy(item => item.LastSeen).ToLookup(item => item.Subject);
        IEnumerable<RolloutCause> ofPods = pods.Newest.OrderBy(PodFailureRules.IsOver).SelectMany(Judge)
            .Concat(pods.Remaining.SelectMany(pod => Judge(pod).Select(AsRemaining)));
        IEnumerable<RolloutCause> ofCreation = FindRefusal(snapshot, pods, events) is { } refused ? [refused] : [];

        // The order is stable: among faults the first pod's first container speaks.
        return
        [
            .. ofCreation.Concat(ofPods).Select(Forgive).OrderBy(cause => cause.Fault is null)
                .ThenBy(cause => cause.GracePeriod is null),
        ];

        IEnumerable<RolloutCause> Judge(KubeObject pod) =>
            PodFailureRules.Judge(
                new PodView(pod, [.. events[pod.Uid]], snapshot.Now)
                {
                    MayGrow = snapshot.MayGrow, StartsSeen = snapshot.StartsSeen,
                    ListeningSince = snapshot.ListeningSince,
                },
                podsLeave);

        RolloutCause Forgive(RolloutCause cause) =>
            snapshot.Recovering.Contains(cause.Key) ? AsRecovering(cause) : cause;
    }

    private static RolloutCause AsRecovering(RolloutCause cause) =>
        cause with { Text = $"{cause.Text} (that is over; the next try is waited for)", GracePeriod = null };

    private static RolloutCause AsRemaining(RolloutCause cause) =>
        cause with
        {
            Text = $"{cause.Text} (a pod of an older revision, which is not replaced as it is)",
            IsOlder = true,
        };

    private static RolloutCause? FindRefusal(
        RolloutSnapshot snapshot, RolloutPods pods, ILookup<string, PodEvent> events)
    {
        if (snapshot.Workload is not { } workload) return null;
        bool podsLeave = pods.Owned.Any(pod => pod.IsBeingDeleted);
        WorkloadKind kind = WorkloadKinds.Of(workload);
        if (kind != WorkloadKind.Deployment)
        {
            // An old refusal says nothing when all pods are there; what a DaemonSet wants is in its status.
            WorkloadStatus status = WorkloadStatus.Of(workload);
            bool knowsDesired = kind == WorkloadKind.StatefulSet || status.IsObserved;
            bool areAllThere = knowsDesired && pods.Owned.Count >= status.Desired;
            return areAllThere ? null : CreationRules.Judge([.. events[workload.Uid]], podsLeave);
        }

        return DeploymentRevisions.NewReplicaSet(workload, snapshot.Revisions) is { } newest
            ? CreationRules.Judge(newest, podsLeave)
            : null;
    }
}
