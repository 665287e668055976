namespace MicroK8s.Metrics;

/// <summary>What Prometheus scrapes: every series of it has these two labels.</summary>
/// <param name="Job">The job. Empty for series that were not scraped, but written or recorded.</param>
/// <param name="Instance">The instance, <c>host:port</c>.</param>
internal readonly record struct ScrapeTarget(string Job, string Instance)
{
    public bool IsKnown => Job.Length > 0 && Instance.Length > 0;

    public static ScrapeTarget Of(PrometheusSeries series) => new(series.Label("job"), series.Label("instance"));
}
