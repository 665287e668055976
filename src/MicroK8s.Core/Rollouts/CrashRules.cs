using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Rollouts;

/// <summary>
/// Whether a container ends again and again. One crash, or two, may heal: a database was not up yet. Certain is the
/// third end in a row: the second restart is behind it, and the kubelet holds the next one back (CrashLoopBackOff,
/// which it does for ends less than ten minutes apart). It gets there after some twelve seconds. A container that runs
/// is not crashing, whatever its past, unless a probe has killed it twice and the pod was never ready in between.
/// </summary>
internal static class CrashRules
{
    /// <summary>Restarts after which another one is no hope.</summary>
    public const int CertainRestarts = 2;

    /// <summary>What the restarts amount to. Null if there were none, or the container runs again.</summary>
    public static RolloutCause? Judge(ContainerView container)
    {
        if (container.LastEnd is not { } end || container.IsReady) return null;
        PodEvent? probe = KillingProbe(container, end);
        bool isHeldBack = container.Waiting == "CrashLoopBackOff";
        bool hasEnded = isHeldBack || container.Status.At("state", "terminated") is not null;
        if (probe is null && (!hasEnded || (container.IsInit && end.Count("exitCode") == 0))) return null;

        bool isCertain = container.Restarts >= CertainRestarts
            && (isHeldBack || (probe is not null && WasNeverReady(container, end)));
        RolloutCause cause = probe is null ? Crash(container, end) : Killed(container, probe);
        return cause with
        {
            Patience = isCertain ? TimeSpan.Zero : null,
            Log = LogOf(container),
            Event = probe?.ToString() ?? container.LastEvent(item => item.Reason is "Failed" or "BackOff")?.ToString(),
        };
    }

    /// <summary>Whether the pod has not been ready since before the run that ended last.</summary>
    private static bool WasNeverReady(ContainerView container, JsonElement end)
    {
        JsonElement ready = container.Owner.Pod.Json.Items("status", "conditions")
            .FirstOrDefault(condition => condition.Text("type") == "Ready");
        return ready.Text("status") == "False" && ready.Time("lastTransitionTime") <= end.Time("startedAt");
    }

    private static RolloutCause Crash(ContainerView container, JsonElement end)
    {
        string how = end.Text("reason") switch
        {
            "OOMKilled" => ", last by the kernel for using more memory than its limit (exit code 137)",
            "StartError" or "ContainerCannotRun" =>
                $" because it cannot start: {UntrustedText.Clean(end.Text("message"))}",
            _ => $", last with exit code {end.Count("exitCode")}",
        };
        ClusterFault fault = container.IsInit ? ClusterFault.InitContainerFailed : ClusterFault.ContainerCrashed;
        return container.Cause(fault, $"ended {Times(container.Restarts + 1)}{how}");
    }

    private static RolloutCause Killed(ContainerView container, PodEvent probe) => container.Cause(
        ClusterFault.ProbeFailed,
        $"was killed by its own probe, {Times(container.Restarts)} so far: {UntrustedText.Clean(probe.Message)}");

    /// <summary>
    /// The liveness or startup probe that killed the last run. Null if it ended by itself: a program that is told to
    /// stop ends with 0, 137 (SIGKILL) or 143 (SIGTERM), one that crashes with something else.
    /// </summary>
    private static PodEvent? KillingProbe(ContainerView container, JsonElement end)
    {
        bool wasStopped = end.Count("exitCode") is 0 or 137 or 143 && end.Text("reason") != "OOMKilled";
        if (!wasStopped || container.Restarts == 0) return null;
        return container.LastEvent(item => item.Reason == "Unhealthy"
            && (item.Message.StartsWith("Liveness", StringComparison.Ordinal)
                || item.Message.StartsWith("Startup", StringComparison.Ordinal)));
    }

    private static string Times(int count) => count switch { 1 => "once", 2 => "twice", _ => $"{count} times" };

    private static RolloutLog LogOf(ContainerView container) =>
        container.Status.At("lastState", "terminated") is not null && container.Status.At("state", "terminated") is null
            ? RolloutLog.Previous
            : RolloutLog.Current;
}
