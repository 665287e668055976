using MicroK8s.Connection;
using MicroK8s.Errors;

namespace MicroK8s.Metrics;

/// <summary>The query API of Prometheus over an HTTP service, wherever that is.</summary>
/// <param name="service">The service; the client does not dispose of it.</param>
public sealed class PrometheusClient(IHttpService service) : IPrometheus
{
    /// <summary>
    /// Far more than the series of one workload are; an expression that forgot its labels may select a whole cluster.
    /// </summary>
    private const long MostBytes = 32L * 1024 * 1024;

    /// <inheritdoc/>
    public string Address => service.Address;

    /// <inheritdoc/>
    public async Task<PrometheusAnswer> QueryAsync(PrometheusQuery query, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(query.Expression))
        {
            throw new ClusterException(ClusterFault.InvalidSpec, "The PromQL expression is empty.", query.Expression);
        }

        var fields = new List<KeyValuePair<string, string>>
        {
            new("query", query.Expression),
            new("timeout", PromQl.Duration(query.Timeout)),
        };
        if (query.Time is { } time) fields.Add(new("time", PromQl.Time(time)));
        HttpAnswer answer = await service.AskAsync("api/v1/query", fields, MostBytes, cancellationToken)
            .ConfigureAwait(false);
        return PrometheusAnswerReader.Read(answer, service.Address);
    }
}
