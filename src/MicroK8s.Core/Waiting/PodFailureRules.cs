using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>What keeps one pod of the new revision from becoming ready.</summary>
internal static class PodFailureRules
{
    /// <summary>How long "no node fits" must stand unchanged where nothing adds nodes.</summary>
    public static TimeSpan SchedulingPatience { get; } = TimeSpan.FromSeconds(6);

    /// <summary>
    /// The same where something may. The cluster autoscaler looks every ten seconds and announces in an event what it
    /// does or that it does nothing (kubernetes/autoscaler, cluster-autoscaler/FAQ.md, <c>--scan-interval</c>).
    /// </summary>
    public static TimeSpan AutoscalerPatience { get; } = TimeSpan.FromSeconds(20);

    /// <summary>The event in which the cluster autoscaler says that no node group would help.</summary>
    private const string NoNodeIsComing = "NotTriggerScaleUp";

    /// <summary>Events that promise a node: of the cluster autoscaler and of Karpenter.</summary>
    private static readonly string[] NodeIsComing = ["TriggeredScaleUp", "Nominated"];

    /// <summary>Obstacles that the cluster itself is about to remove: a disk being made, a node starting.</summary>
    private static readonly string[] MayHeal =
    [
        "unbound", "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable",
        "cloudprovider.kubernetes.io/uninitialized",
    ];

    /// <summary>
    /// Whether a pod is over: it was evicted, or its node refused it. No container of it runs again, and its controller
    /// makes another one, so it tells nothing of the revision, though it may stay for days.
    /// </summary>
    public static bool IsOver(KubeObject pod) => pod.Json.Text("status", "phase") is "Failed" or "Succeeded";

    /// <summary>Every cause that the pod shows, the gravest first; none for a pod that leaves.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="othersLeave">Whether other pods of the workload are leaving, which makes room.</param>
    public static IEnumerable<RolloutCause> Judge(PodView pod, bool othersLeave)
    {
        if (pod.Pod.IsBeingDeleted) return [];
        if (IsOver(pod.Pod)) return [Over(pod.Pod)];
        IEnumerable<RolloutCause?> found =
        [
            JudgeScheduling(pod, othersLeave),
            VolumeRules.Judge(pod),
            .. pod.Containers.Select(JudgeContainer),
        ];
        return found.OfType<RolloutCause>();
    }

    private static RolloutCause Over(KubeObject pod)
    {
        string? reason = pod.Json.Text("status", "reason") ?? pod.Json.Text("status", "phase");
        string why = UntrustedText.Quote($"{reason}: {pod.Json.Text("status", "message")}").TrimEnd(' ', ':', '.');
        return new RolloutCause(null, $"pod {pod.Name} is over: {why}") { Pod = pod.Name };
    }

    private static RolloutCause? JudgeContainer(ContainerView container) =>
        ImageRules.Judge(container) ?? ConfigRules.Judge(container) ?? CrashRules.Judge(container)
        ?? ProbeRules.Judge(container);

    private static RolloutCause? JudgeScheduling(PodView pod, bool othersLeave)
    {
        JsonElement scheduled = pod.Pod.Condition("PodScheduled");
        if (scheduled.Text("status") != "False" || scheduled.Text("reason") != "Unschedulable") return null;

        string said = UntrustedText.Quote(scheduled.Text("message"));
        bool mayRecover = othersLeave || pod.Events.Any(item => NodeIsComing.Contains(item.Reason))
            || MayHeal.Any(word => said.Contains(word, StringComparison.Ordinal));
        return new RolloutCause(ClusterFault.Unschedulable, $"no node fits pod {pod.Pod.Name}: {said.TrimEnd('.')}")
        {
            Pod = pod.Pod.Name,
            GracePeriod = mayRecover ? null : GracePeriodOf(pod),
            IsExcused = mayRecover,
            Mark = said,
            Event = $"Unschedulable: {said}",
        };
    }

    private static TimeSpan GracePeriodOf(PodView pod) =>
        pod.MayGrow && pod.Events.All(item => item.Reason != NoNodeIsComing) ? AutoscalerPatience : SchedulingPatience;
}
