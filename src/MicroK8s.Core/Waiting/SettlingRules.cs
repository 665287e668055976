using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>
/// Whether a container that counts as available really is. Without a readiness probe it counts as soon as its process
/// exists, so one that crashes at start is available for a moment, and kubectl reports success. It has to run for
/// three seconds, or ten after a restart, from when the wait first saw it running: a busy kubelet reports the start
/// late, and the end just as late. For a container that was running when the wait began, the times in its pod's status
/// count instead. <c>minReadySeconds</c> replaces this rule.
/// </summary>
internal static class SettlingRules
{
    public static TimeSpan FirstRun { get; } = TimeSpan.FromSeconds(3);

    public static TimeSpan LaterRun { get; } = TimeSpan.FromSeconds(10);

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
        TimeSpan? reported = container.Owner.Now
            - container.Owner.Pod.Condition("ContainersReady").Time("lastTransitionTime");
        return reported < container.RunsFor ? reported.Value : container.RunsFor;
    }
}
