using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Metrics;

/// <summary>What a Prometheus scrapes just now (prometheus.io, "HTTP API", <c>/api/v1/targets</c>).</summary>
/// <param name="service">Where it is; not disposed of here.</param>
public sealed class PrometheusTargets(IHttpService service)
{
    private const string Path = "api/v1/targets";

    /// <summary>A target has a kilobyte or two, and a large cluster ten thousands of them.</summary>
    private const long MostBytes = 128L * 1024 * 1024;

    /// <summary>Where Prometheus is, for messages.</summary>
    public string Address => service.Address;

    /// <summary>Reads the targets that are not dropped by a rule of relabelling.</summary>
    /// <param name="pool">
    /// The job to look at; Prometheus before 2.42 answers with those of all jobs. Null for all.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">As <see cref="IPrometheus.QueryAsync"/>.</exception>
    public async Task<IReadOnlyList<PrometheusTarget>> ReadAsync(string? pool, CancellationToken cancellationToken)
    {
        var fields = new List<KeyValuePair<string, string>> { new("state", "active") };
        if (pool is not null) fields.Add(new("scrapePool", pool));
        HttpAnswer answer = await service.AskAsync(Path, fields, MostBytes, cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. PrometheusAnswerReader.Whole(answer, service.Address, Path).Items("data", "activeTargets")
                .Select(target => new PrometheusTarget(
                    target.Text("scrapePool") ?? target.Text("labels", "job") ?? "",
                    target.Text("scrapeUrl") ?? "", target.Text("health") ?? "unknown",
                    target.Text("lastError") is { Length: > 0 } error ? error : null,
                    target.Time("lastScrape") is { Year: > 1 } time ? time : null))
                .Where(target => pool is null || target.Pool == pool),
        ];
    }
}
