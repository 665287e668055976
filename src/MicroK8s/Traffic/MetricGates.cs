using MicroK8s.CanaryRollouts;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Commands.Session;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Metrics;

namespace MicroK8s.Commands.Traffic;

/// <summary>The gates of a rollout by canary that ask Prometheus.</summary>
internal sealed class MetricGates : IDisposable
{
    private readonly IHttpService _service;
    private readonly MetricReader _reader;

    private MetricGates(IHttpService service)
    {
        _service = service;
        _reader = new MetricReader(new PrometheusClient(service));
    }

    /// <summary>Opens Prometheus and makes sure that it answers, before anything is written.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="uri">Its own address. Null for a Service of the cluster.</param>
    /// <param name="service">The Service, as <c>namespace/name:port</c>. Null to look for it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// As <see cref="PrometheusServices"/> and <see cref="IPrometheus"/>.
    /// </exception>
    public static async Task<MetricGates> OpenAsync(
        IClusterSession session, Uri? uri, string? service, CancellationToken cancellationToken)
    {
        IHttpService opened =
            await PrometheusConnection.OpenAsync(session, uri, service, namespaceName: null, cancellationToken);
        var gates = new MetricGates(opened);
        try
        {
            await gates._reader.GetTimeAsync(cancellationToken);
            return gates;
        }
        catch (ClusterException)
        {
            gates.Dispose();
            throw;
        }
    }

    /// <summary>A gate that counts requests.</summary>
    /// <param name="criterion">What they have to be like.</param>
    /// <param name="source">Who counts. Null for whoever has series.</param>
    public IStepGate Of(MetricCriterion criterion, string? source) => new MetricGate(
        _reader, source is null ? MetricSources.All : [MetricSources.Named(source)], criterion,
        BackendFactory.Create().Distributions);

    /// <summary>A gate of a query of the user's own.</summary>
    public IStepGate Of(MetricQuery query) =>
        new QueryGate(_reader, query.Template, query.Name, query.Least, query.Most);

    public void Dispose() => _service.Dispose();
}
