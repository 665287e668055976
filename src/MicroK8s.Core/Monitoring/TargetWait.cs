using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Metrics;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Monitoring;

/// <summary>Waits until Prometheus scrapes the pods of a service, which only Prometheus itself can say.</summary>
public static class TargetWait
{
    /// <summary>Prometheus has no watch, so it is asked again and again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Waits.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="prometheus">The Prometheus.</param>
    /// <param name="plan">What was enabled.</param>
    /// <param name="limit">How long.</param>
    /// <param name="report">Told what is waited for, as a short text.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The targets of the service.</returns>
    /// <exception cref="ClusterException">
    /// RolloutTimeout: it is not scraped, with the reason and what Prometheus says; AccessDenied, NotAuthenticated,
    /// AnswerTooLarge: Prometheus cannot be asked.
    /// </exception>
    public static async Task<IReadOnlyList<PrometheusTarget>> RunAsync(
        IResources resources, PrometheusTargets prometheus, MonitoringPlan plan, WaitLimit limit,
        Action<string> report, TimeProvider clock, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        while (true)
        {
            TargetVerdict verdict = await LookAsync(resources, prometheus, plan, cancellationToken)
                .ConfigureAwait(false);
            if (verdict.Waits is not { } reason) return verdict.Targets;
            report(reason);
            if (clock.GetElapsedTime(start) + Pause >= limit.Left)
            {
                throw new ClusterException(
                    ClusterFault.RolloutTimeout,
                    $"{plan.Workload} is not scraped after {limit}: {reason}.",
                    verdict.Targets.Count > 0 ? verdict.Targets : plan.Workload.Name, Advice(plan, verdict));
            }

            await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<TargetVerdict> LookAsync(
        IResources resources, PrometheusTargets prometheus, MonitoringPlan plan, CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject> pods = await resources
            .ReadAllAsync(WorkloadPods.Query(plan.Workload), cancellationToken).ConfigureAwait(false);
        try
        {
            IReadOnlyList<PrometheusTarget> targets =
                await prometheus.ReadAsync(plan.ScrapePool, cancellationToken).ConfigureAwait(false);
            KubeObject[] ready =
                [.. pods.Where(pod => WorkloadPods.Owns(plan.Workload, pod) && WorkloadPods.IsReady(pod))];
            return TargetVerdict.Of(plan, ready, targets);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.Unreachable)
        {
            // It may be about to start.
            return new TargetVerdict([], exception.Message.TrimEnd('.'));
        }
    }

    private static string Advice(MonitoringPlan plan, TargetVerdict verdict) => verdict.Targets.Count > 0
        ? $"Check that the pods serve metrics at {plan.Path}: Invoke-MicroServiceCommand {plan.Workload.Name}, "
            + "and that no policy of the network keeps Prometheus away."
        : plan.Kind == MonitorKind.Annotations
            ? "Its configuration has to read the annotations prometheus.io/scrape of Services or pods."
            : "Test-ClusterHealth Monitors shows which monitors no Prometheus takes.";
}
