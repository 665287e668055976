using MicroK8s.Metrics;
using MicroK8s.Resources;

namespace MicroK8s.Monitoring;

/// <summary>Whether Prometheus scrapes the pods of a service.</summary>
/// <param name="Targets">The targets of the service.</param>
/// <param name="Waits">What is missing, as the end of a sentence. Null if every ready pod is scraped.</param>
public sealed record TargetVerdict(IReadOnlyList<PrometheusTarget> Targets, string? Waits)
{
    /// <summary>Judges the targets.</summary>
    /// <param name="plan">What was enabled.</param>
    /// <param name="pods">The ready pods of the workload.</param>
    /// <param name="targets">The targets of Prometheus; those of the monitor, if there is one.</param>
    public static TargetVerdict Of(
        MonitoringPlan plan, IReadOnlyList<KubeObject> pods, IReadOnlyList<PrometheusTarget> targets)
    {
        var addresses = pods.ToLookup(pod => pod.Json.Text("status", "podIP") ?? "", pod => pod.Name);
        PrometheusTarget[] own = [.. targets.Where(target => addresses.Contains(target.Host) && Fits(plan, target))];
        if (pods.Count == 0) return new TargetVerdict(own, "it has no ready pod");
        string[] missing =
        [
            .. pods.Where(pod => !own.Any(target => target.Host == pod.Json.Text("status", "podIP")))
                .Select(pod => pod.Name),
        ];
        if (missing.Length == pods.Count)
        {
            return new TargetVerdict(own, plan.ScrapePool is { } pool
                ? $"Prometheus has no target of {pool}"
                : $"Prometheus has no target at port {plan.Port} of its pods");
        }

        if (missing.Length > 0)
        {
            return new TargetVerdict(own, $"Prometheus has no target for {string.Join(", ", missing)}");
        }

        return own.FirstOrDefault(target => !target.IsUp) is { } down
            ? new TargetVerdict(own, down.Error is null
                ? $"{down.Url} was not scraped yet"
                : $"the scrape of {down.Url} fails: {down.Error.TrimEnd('.')}")
            : new TargetVerdict(own, null);
    }

    /// <summary>Without a monitor, the job may have any name; port and path tell it.</summary>
    private static bool Fits(MonitoringPlan plan, PrometheusTarget target) => plan.ScrapePool is not null
        || (Uri.TryCreate(target.Url, UriKind.Absolute, out Uri? uri)
            && $"{uri.Port}" == plan.Port && uri.AbsolutePath == plan.Path);
}
