using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>
/// Whether a container ends again and again. One crash, or two, may heal: a database was not up yet. Certain is the
/// third end in a row: the second restart is behind it, and the kubelet holds the next one back (CrashLoopBackOff,
/// which it does for ends less than ten minutes apart). It gets there after some fifteen seconds. A container that runs
/// is not crashing, whatever its past, unless a probe has killed it twice and the pod was never ready in between.
/// What the runtime cannot even start (no such program, a mount that does not fit the image) is certain at the second
/// time, unless the node is merely overloaded.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>The last run</term><description>When it is certain</description></listheader>
/// <item><term>ended by itself</term><description>down, third end in a row</description></item>
/// <item><term>killed by a probe</term><description>the same, or killed twice and never ready</description></item>
/// <item><term>could not be started</term><description>the second time, or the third</description></item>
/// <item><term>ended, runs again</term><description>never</description></item>
/// </list>
/// </remarks>
internal static class CrashRules
{
    /// <summary>Restarts after which another one is no hope.</summary>
    public const int CertainRestarts = 2;

    /// <summary>Ends further apart are not in a row: the kubelet starts such a container again at once.</summary>
    private static readonly TimeSpan BackOffMemory = TimeSpan.FromMinutes(10);

    /// <summary>What the restarts amount to. Null if there were none, or the container runs again.</summary>
    public static RolloutCause? Judge(ContainerView container)
    {
        if (container.LastEnd is not { } end || container.IsReady) return null;
        if (IsKilled(container, end)) return Killed(container, end);

        // It runs again, whatever its past; and an init container that ended well has done its work.
        bool isDown = IsHeldBack(container) || container.Status.At("state", "terminated") is not null;
        if (!isDown || (container.IsInit && end.Count("exitCode") == 0)) return null;
        return RuntimeRules.StartFailure(container) is { } why ? CannotStart(container, why) : Crash(container, end);
    }

    private static bool IsHeldBack(ContainerView container) =>
        container.Waiting is "CrashLoopBackOff" or "RunContainerError";

    /// <summary>Whether this was the third end in a row.</summary>
    private static bool IsThirdEnd(ContainerView container) => container.Restarts >= CertainRestarts
        && (IsHeldBack(container) || HasEndedInARow(container));

    /// <summary>
    /// Whether it has just ended soon after the end before, so that the next start will be held back. The kubelet may
    /// have removed what was left of the run before; then the start of this run stands for that end.
    /// </summary>
    private static bool HasEndedInARow(ContainerView container)
    {
        JsonElement status = container.Status;
        DateTimeOffset? before =
            status.Time("lastState", "terminated", "finishedAt") ?? status.Time("state", "terminated", "startedAt");
        return status.Time("state", "terminated", "finishedAt") - before < BackOffMemory;
    }

    /// <summary>Whether the pod has not been ready since before the run that ended last.</summary>
    private static bool WasNeverReady(ContainerView container, JsonElement end)
    {
        JsonElement ready = container.Owner.Pod.Condition("Ready");
        return ready.Text("status") == "False" && ready.Time("lastTransitionTime") <= end.Time("startedAt");
    }

    private static RolloutCause Crash(ContainerView container, JsonElement end)
    {
        string how = end.Text("reason") switch
        {
            "OOMKilled" => ", last by the kernel for using more memory than its limit (exit code 137)",
            _ => $", last with exit code {end.Count("exitCode")}",
        };
        ClusterFault fault = container.IsInit ? ClusterFault.InitContainerFailed : ClusterFault.ContainerCrashed;
        return Ended(container, fault, $"ended {Times(container.Restarts + 1)}{how}", IsThirdEnd(container)) with
        {
            Event = container.LastEvent(item => item.Reason is "Failed" or "BackOff")?.ToString() ?? Described(end),
        };
    }

    private static RolloutCause Killed(ContainerView container, JsonElement end)
    {
        PodEvent? failed = FailedProbe(container);
        string why = failed is null ? "" : $": {UntrustedText.Quote(failed.Message)}";
        bool isCertain = IsThirdEnd(container)
            || (container.Restarts >= CertainRestarts && WasNeverReady(container, end));
        return Ended(
            container, ClusterFault.ProbeFailed,
            $"was killed by its own probe, {Times(container.Restarts)} so far{why}", isCertain) with
        {
            Event = failed?.ToString() ?? Described(end),
        };
    }

    private static RolloutCause Ended(ContainerView container, ClusterFault fault, string text, bool isCertain) =>
        container.Cause(fault, text) with { GracePeriod = isCertain ? TimeSpan.Zero : null, Log = LogOf(container) };

    private static string Described(JsonElement end) =>
        UntrustedText.Quote($"{end.Text("reason")}: exit code {end.Count("exitCode")}");

    private static RolloutCause CannotStart(ContainerView container, string why)
    {
        bool isMount = why.Contains("mount", StringComparison.OrdinalIgnoreCase);
        ClusterFault fault = container.IsInit ? ClusterFault.InitContainerFailed : ClusterFault.ContainerCrashed;
        bool isCertain = container.Restarts >= (RuntimeRules.MayHeal(why) ? CertainRestarts : 1);
        return container.Cause(isMount ? ClusterFault.ConfigMissing : fault, $"cannot be started: {why}") with
        {
            GracePeriod = isCertain ? TimeSpan.Zero : null,
            Event = container.LastEvent(item => item.Reason == "Failed")?.ToString() ?? $"StartError: {why}",
        };
    }

    /// <summary>
    /// Whether a probe ended the last run. A program that is told to stop ends with 137 (SIGKILL), 143 (SIGTERM) or,
    /// if it is polite, with 0; the last needs the event of the probe as evidence.
    /// </summary>
    private static bool IsKilled(ContainerView container, JsonElement end)
    {
        PodEvent? failed = FailedProbe(container);
        bool hasProbe = container.Spec.At("livenessProbe") is not null || container.Spec.At("startupProbe") is not null;
        bool wasStopped = end.Count("exitCode") switch
        {
            0 => failed is not null,
            137 or 143 => failed is not null || hasProbe,
            _ => false,
        };
        return wasStopped && container.Restarts > 0 && end.Text("reason") != "OOMKilled";
    }

    private static PodEvent? FailedProbe(ContainerView container) => container.LastEvent(
        item => item.Reason == "Unhealthy"
            && (item.Message.StartsWith("Liveness", StringComparison.Ordinal)
                || item.Message.StartsWith("Startup", StringComparison.Ordinal)));

    private static string Times(int count) => count switch { 1 => "once", 2 => "twice", _ => $"{count} times" };

    private static RolloutLog LogOf(ContainerView container) =>
        container.Status.At("lastState", "terminated") is not null && container.Status.At("state", "terminated") is null
            ? RolloutLog.Previous
            : RolloutLog.Current;
}
