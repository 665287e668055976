using MicroK8s.Errors;
using MicroK8s.Traffic;

namespace MicroK8s.CanaryRollouts;

/// <summary>Takes the canaries of a rollout back.</summary>
/// <param name="services">The services, in the order in which they advance.</param>
/// <param name="wait">How to wait for pods, made anew for every wait.</param>
internal sealed class CanaryRolloutUndo(IReadOnlyList<CanaryRolloutService> services, Func<PodWait> wait)
{
    /// <summary>
    /// Takes all canaries back, the last one first: all traffic returns to the stable pods before any canary is
    /// removed.
    /// </summary>
    /// <exception cref="ClusterException">PartialFailure: which canaries remain, and why.</exception>
    public async Task RunAsync()
    {
        var remains = new List<string>();
        foreach (CanaryRolloutService service in services.Reverse())
        {
            await TryAsync(service, remains, () => CanaryTraffic.RouteToStableAsync(
                service.Session, service.Namespace, service.Name, canaryGoes: true, service.Force,
                CancellationToken.None)).ConfigureAwait(false);
        }

        foreach (CanaryRolloutService service in services.Reverse())
        {
            await TryAsync(service, remains, () => RemoveAsync(service)).ConfigureAwait(false);
        }

        if (remains.Count == 0) return;
        throw new ClusterException(
            ClusterFault.PartialFailure,
            $"Not all canaries could be rolled back: {string.Join("; ", remains.Distinct())}.",
            services[0].Name, "Remove-Canary continues where this ended.");
    }

    /// <summary>Takes all canaries back because of a fault.</summary>
    /// <param name="cause">The fault.</param>
    /// <returns>The fault to report: the same, or PartialFailure if something remains.</returns>
    public async Task<ClusterException> RunAsync(ClusterException cause)
    {
        try
        {
            await RunAsync().ConfigureAwait(false);
            return new ClusterException(
                cause.Fault, $"{cause.Message} All canaries were rolled back.", cause.Target, cause.Advice, cause);
        }
        catch (ClusterException remains)
        {
            return new ClusterException(
                ClusterFault.PartialFailure, $"{cause.Message} {remains.Message}", cause.Target, remains.Advice, cause);
        }
    }

    private static async Task TryAsync(CanaryRolloutService service, List<string> remains, Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (ClusterException exception)
        {
            remains.Add($"{service} ({exception.Message.TrimEnd('.')})");
        }
    }

    private async Task RemoveAsync(CanaryRolloutService service)
    {
        try
        {
            CanaryRemovalPlan plan = await CanaryRemoval.PlanAsync(
                service.Session, service.Namespace, service.Name, service.Force, CancellationToken.None)
                .ConfigureAwait(false);
            await CanaryRemoval.RunAsync(service.Session, plan, wait(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.ResourceNotFound)
        {
            // It was never made, or somebody else took it away.
        }
    }
}
