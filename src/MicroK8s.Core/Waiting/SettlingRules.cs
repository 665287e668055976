using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>
/// Whether a container that counts as available really is. Without a readiness probe it counts as soon as its process
/// exists, so one that crashes at start is available for a moment, and kubectl reports success. It has to run for
/// three seconds, or twenty after a restart, from when the wait first saw it running: a busy kubelet reports the start
/// late, and the end just as late. For a container that was running when the wait began, the times in its pod's status
/// count instead. Time in which this machine stood still does not count: nobody could have said that it ended.
/// <c>minReadySeconds</c> replaces this rule.
/// </summary>
internal static class SettlingRules
{
    public static TimeSpan FirstRun { get; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A report of the kubelet that got lost is sent again after ten seconds (kubernetes/kubernetes,
    /// pkg/kubelet/status, <c>syncPeriod</c>), and what has ended before is likely to end again.
    /// </summary>
    public static TimeSpan LaterRun { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Times of the API are whole seconds, rounded down: "3 s ago" may be little more than two.</summary>
    public static TimeSpan Rounding { get; } = TimeSpan.FromSeconds(1);

    /// <summary>What has to run a little longer. Null if nothing does.</summary>
    /// <param name="container">A container of the new revision.</param>
    public static RolloutCause? Judge(ContainerView container)
    {
        TimeSpan needed = container.Restarts == 0 ? FirstRun : LaterRun;
        if (container.IsInit || !container.IsRunning || container.Spec.At("readinessProbe") is not null
            || TimeSinceReported(container) >= needed + Rounding) return null;
        return container.Cause(null, "has only just started") with
        {
            GracePeriod = needed,
            Mark = container.Status.Text("state", "running", "startedAt") ?? "",
        };
    }

    private static TimeSpan TimeSinceReported(ContainerView container)
    {
        PodView pod = container.Owner;
        TimeSpan listened = pod.Now - pod.ListeningSince;
        TimeSpan? reported = pod.Now - pod.Pod.Condition("ContainersReady").Time("lastTransitionTime");
        return new[] { container.RunsFor, listened, reported ?? TimeSpan.MaxValue }.Min();
    }
}
