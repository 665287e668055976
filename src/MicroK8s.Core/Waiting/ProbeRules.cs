using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>
/// What a container that runs, but is not ready, waits for. A readiness probe may succeed at any moment, so it never
/// ends a wait by itself: it is the cause when a deadline passes, the server's or the caller's. The evidence is the
/// event of a failed probe, or, as a busy kubelet drops events, that the container runs for longer than the probe's
/// threshold allows. The latter compares the clocks of machine and cluster, which only decides on the name of a fault.
/// </summary>
internal static class ProbeRules
{
    /// <summary>The API server's default of <c>failureThreshold</c>.</summary>
    private const int DefaultThreshold = 3;

    /// <summary>The API server's default of <c>periodSeconds</c>.</summary>
    private const int DefaultPeriod = 10;

    /// <summary>The probe or the stage that holds the container back. Null if it is ready, or ended.</summary>
    public static RolloutCause? Judge(ContainerView container)
    {
        if (container.IsInit) return JudgeInit(container);
        if (!container.IsRunning) return Stage(container);
        if (container.IsReady) return SettlingRules.Judge(container);

        // Until the startup probe has passed, the others do not run.
        bool hasStarted = container.Status.Flag("started") || container.Spec.At("startupProbe") is null;
        string kind = hasStarted ? "readiness" : "startup";
        if (container.Spec.At($"{kind}Probe") is not { } probe) return null;

        PodEvent? failed = container.LastEvent(item => item.Reason == "Unhealthy");
        int threshold = probe.Number("failureThreshold") ?? DefaultThreshold;
        bool isOverdue = failed?.Count >= threshold || container.RunsFor > Limit(probe, threshold);
        return container.Cause(
            isOverdue || failed is not null ? ClusterFault.ProbeFailed : null,
            failed is null
                ? $"runs, but has not passed its {kind} probe"
                : $"is not ready: {UntrustedText.Quote(failed.Message)}") with
        {
            IsOverdue = isOverdue,
            Event = failed?.ToString() ?? NotReady(container),
            Log = RolloutLog.Current,
        };
    }

    /// <summary>The pod's own word, where the event was dropped. Null if it has not said it yet.</summary>
    private static string? NotReady(ContainerView container)
    {
        JsonElement ready = container.Owner.Pod.Condition("Ready");
        return ready.Text("status") != "False"
            ? null
            : UntrustedText.Quote($"{ready.Text("reason")}: {ready.Text("message")}");
    }

    /// <summary>
    /// An init container may end at any moment, however long it runs, so only a deadline makes a fault of it.
    /// </summary>
    private static RolloutCause? JudgeInit(ContainerView container) => container.IsRunning
        ? container.Cause(ClusterFault.InitContainerFailed, "has not ended yet") with { Log = RolloutLog.Current }
        : Stage(container);

    /// <summary>From the start of the container to as many failed probes in a row as its threshold says.</summary>
    private static TimeSpan Limit(JsonElement probe, int threshold) => TimeSpan.FromSeconds(
        probe.Count("initialDelaySeconds") + (threshold * (probe.Number("periodSeconds") ?? DefaultPeriod)));

    private static RolloutCause? Stage(ContainerView container) => container.Waiting switch
    {
        "ContainerCreating" => container.Cause(null, "is still being created" + Last(container)),
        "PodInitializing" when container.Role == ContainerRole.Main =>
            container.Cause(null, "waits for the init containers"),
        "PodInitializing" => container.Cause(null, "has not started yet" + Last(container)),
        _ => null,
    };

    private static string Last(ContainerView container) =>
        container.LastEvent(item => item.Reason == "Pulling") is null ? "" : ", its image being pulled";
}
