namespace MicroK8s.Rollouts;

/// <summary>
/// All causes that a snapshot shows. Only the new revision counts: trouble of old pods is why one rolls out.
/// </summary>
internal static class RolloutCauses
{
    /// <summary>The causes, faults before mere delays, in the order of pods and containers.</summary>
    public static IReadOnlyList<RolloutCause> Find(RolloutSnapshot snapshot)
    {
        if (snapshot.Workload is not { } workload
            || DeploymentRevisions.NewReplicaSet(workload, snapshot.ReplicaSets) is not { } newest) return [];

        HashSet<string> sets =
            [.. snapshot.ReplicaSets.Where(set => set.ControllerUid == workload.Uid).Select(set => set.Uid)];
        bool podsLeave = snapshot.Pods.Any(pod => pod.IsBeingDeleted && sets.Contains(pod.ControllerUid ?? ""));
        ILookup<string, PodEvent> events = snapshot.Events.Select(PodEvent.Of)
            .OrderBy(item => item.LastSeen).ToLookup(item => item.PodUid);
        IEnumerable<RolloutCause> ofPods = snapshot.Pods
            .Where(pod => pod.ControllerUid == newest.Uid)
            .OrderBy(pod => pod.Name, StringComparer.Ordinal)
            .SelectMany(pod => PodRules.Judge(new PodView(pod, [.. events[pod.Uid]], snapshot.Now), podsLeave));
        IEnumerable<RolloutCause> ofCreation =
            CreationRules.Judge(newest, podsLeave) is { } refused ? [refused] : [];

        // The order is stable: among faults the first pod's first container speaks.
        return
        [
            .. ofCreation.Concat(ofPods).OrderBy(cause => cause.Fault is null).ThenBy(cause => cause.Patience is null),
        ];
    }
}
