namespace MicroK8s.Metrics;

/// <summary>
/// Leaves out what was scraped twice: by two jobs (annotations and a ServiceMonitor), or by two Prometheus for high
/// availability. Each request would count twice, and twice the requests is evidence that is not there.
/// </summary>
internal static class ScrapedOnce
{
    /// <summary>Labels that tell one Prometheus of several from another.</summary>
    private static readonly string[] Replicas = ["prometheus_replica", "replica", "__replica__", "prometheus"];

    private static readonly string[] Pods = ["pod", "kubernetes_pod_name", "k8s_pod_name", "exported_pod"];

    /// <summary>
    /// The series by one way for each pod: the way with the newest sample, then the one with most samples.
    /// </summary>
    /// <param name="all">The series of one selector.</param>
    /// <param name="ways">The ways that were left out, for a note.</param>
    public static IReadOnlyList<PrometheusSeries> Of(
        IReadOnlyList<PrometheusSeries> all, out IReadOnlyList<string> ways)
    {
        var dropped = new SortedSet<string>(StringComparer.Ordinal);
        var kept = new List<PrometheusSeries>();
        foreach (IGrouping<string, PrometheusSeries> pod in all.GroupBy(PodOf))
        {
            IGrouping<string, PrometheusSeries>[] byWay =
            [
                .. pod.GroupBy(WayOf)
                    .OrderByDescending(way => CounterRules.Newest(way))
                    .ThenByDescending(way => way.Sum(series => series.Samples.Count))
                    .ThenBy(way => way.Key, StringComparer.Ordinal),
            ];
            kept.AddRange(byWay[0]);
            dropped.UnionWith(byWay.Skip(1).Select(way => way.Key));
        }

        ways = [.. dropped];
        return kept;
    }

    private static string PodOf(PrometheusSeries series) =>
        Pods.Select(series.Label).FirstOrDefault(name => name.Length > 0) is { } pod
            ? pod
            : series.Label("instance") is var instance && instance.LastIndexOf(':') is > 0 and var end
                ? instance[..end]
                : instance;

    private static string WayOf(PrometheusSeries series) => string.Join(
        ' ', Replicas.Select(series.Label).Prepend($"job {series.Label("job")}").Where(text => text.Length > 0));
}
