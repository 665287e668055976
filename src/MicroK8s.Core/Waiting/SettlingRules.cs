using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>
/// Whether a container that counts as available really is. Without a readiness probe it counts as soon as its process
/// exists, so one that crashes at start is available for a moment, and kubectl reports success. It has to run for
/// three seconds, and for ten if it was started again, since the kubelet said that it runs: one that is busy tells of
/// the start late, and of the end as late. <c>minReadySeconds</c> is the workload's own way to say so.
/// </summary>
internal static class SettlingRules
{
    public static TimeSpan FirstRun { get; } = TimeSpan.FromSeconds(3);

    public static TimeSpan LaterRun { get; } = TimeSpan.FromSeconds(10);

    /// <summary>What has to run a little longer. Null if nothing does.</summary>
    /// <param name="container">A container of the new revision.</param>
    public static RolloutCause? Judge(ContainerView container)
    {
        TimeSpan needed = container.Restarts == 0 ? FirstRun : LaterRun;
        if (container.IsInit || !container.IsRunning || container.Spec.At("readinessProbe") is not null
            || TimeSinceTold(container) >= needed) return null;
        return container.Cause(null, "has only just started") with
        {
            GracePeriod = needed,
            Mark = container.Status.Text("state", "running", "startedAt") ?? "",
        };
    }

    private static TimeSpan TimeSinceTold(ContainerView container)
    {
        TimeSpan? told = container.Owner.Now
            - container.Owner.Pod.Condition("ContainersReady").Time("lastTransitionTime");
        return told < container.RunsFor ? told.Value : container.RunsFor;
    }
}
