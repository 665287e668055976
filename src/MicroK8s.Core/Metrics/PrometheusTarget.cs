namespace MicroK8s.Metrics;

/// <summary>What a Prometheus scrapes: one address of one of its jobs.</summary>
/// <param name="Pool">
/// The job. That of a monitor of the Prometheus operator is <c>serviceMonitor/NAMESPACE/NAME/INDEX</c> or
/// <c>podMonitor/NAMESPACE/NAME/INDEX</c> (prometheus-operator, pkg/prometheus/promcfg.go).
/// </param>
/// <param name="Url">What is asked for, such as <c>http://10.0.0.7:8080/metrics</c>.</param>
/// <param name="Health"><c>up</c>, <c>down</c>, or <c>unknown</c> before the first scrape.</param>
/// <param name="Error">Why the last scrape failed. Null if it did not.</param>
/// <param name="LastScrape">When it was scraped last, UTC. Null if it was not yet.</param>
public sealed record PrometheusTarget(
    string Pool, string Url, string Health, string? Error, DateTimeOffset? LastScrape)
{
    /// <summary>Whether the last scrape succeeded.</summary>
    public bool IsUp => Health == "up";

    /// <summary>The host of the address. Empty if it is none.</summary>
    public string Host => Uri.TryCreate(Url, UriKind.Absolute, out Uri? uri) ? uri.DnsSafeHost : "";

    /// <inheritdoc/>
    public override string ToString() => Error is null ? $"{Url} ({Health})" : $"{Url} ({Health}: {Error})";
}
