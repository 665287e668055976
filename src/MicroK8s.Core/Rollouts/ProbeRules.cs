using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Rollouts;

/// <summary>
/// What a container that runs, but is not ready, waits for. A readiness probe may succeed at any moment, so it never
/// ends a wait by itself: it is the cause when a deadline passes, the server's or the caller's.
/// </summary>
internal static class ProbeRules
{
    /// <summary>The API server's default of <c>failureThreshold</c>.</summary>
    private const int DefaultThreshold = 3;

    /// <summary>The probe or the stage that holds the container back. Null if it is ready, or ended.</summary>
    public static RolloutCause? Judge(ContainerView container)
    {
        if (container.IsInit) return container.IsRunning ? container.Cause(null, "has not ended yet") : null;
        if (!container.IsRunning) return Stage(container);
        if (container.IsReady) return null;

        // Until the startup probe has passed, the others do not run.
        bool hasStarted = container.Status.Flag("started") || container.Spec.At("startupProbe") is null;
        if (container.Spec.At(hasStarted ? "readinessProbe" : "startupProbe") is not { } probe) return null;
        if (container.LastEvent(item => item.Reason == "Unhealthy") is not { } failed)
        {
            return container.Cause(null, "runs, but has not passed its probe yet") with { Log = RolloutLog.Current };
        }

        int threshold = probe.Number("failureThreshold") ?? DefaultThreshold;
        return container.Cause(ClusterFault.ProbeFailed, $"is not ready: {UntrustedText.Clean(failed.Message)}") with
        {
            IsOverdue = failed.Count >= threshold,
            Event = failed.ToString(),
            Log = RolloutLog.Current,
        };
    }

    private static RolloutCause? Stage(ContainerView container) => container.Waiting switch
    {
        "ContainerCreating" => container.Cause(null, "is still being created" + Last(container)),
        "PodInitializing" => container.Cause(null, "waits for the init containers"),
        _ => null,
    };

    private static string Last(ContainerView container) =>
        container.LastEvent(item => item.Reason == "Pulling") is null ? "" : ", its image being pulled";
}
