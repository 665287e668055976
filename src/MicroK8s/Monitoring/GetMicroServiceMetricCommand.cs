using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Metrics;
using MicroK8s.Monitoring;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Commands.Monitoring;

[Cmdlet(VerbsCommon.Get, "MicroServiceMetric")]
[OutputType(typeof(ServiceMetric))]
public sealed class GetMicroServiceMetricCommand : MicroServiceQueryCmdlet
{
    [Parameter]
    [Alias("Since")]
    [Duration(Shortest = 10, Longest = 24 * 3600)]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter]
    [ValidateSet("Istio", "IngressNginx", "OpenTelemetry")]
    public string? MetricSource { get; set; }

    [Parameter]
    public Uri? PrometheusUri { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PrometheusService { get; set; }

    private protected override Task BeginAsync()
    {
        PrometheusConnection.CheckOne(PrometheusUri, PrometheusService);
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        ServiceQuery query = ReadQuery(session);
        using IHttpService service = await PrometheusConnection.OpenAsync(
            session, PrometheusUri, PrometheusService, namespaceName: null, StopToken);
        var reader = new ServiceMetricReader(
            new PrometheusClient(service),
            MetricSource is null ? MetricSources.All : [MetricSources.Named(MetricSource)], Window);
        var services = new Dictionary<string, IReadOnlyList<KubeObject>>(StringComparer.Ordinal);
        bool isEmpty = true;
        await foreach (KubeObject workload in MicroServiceReader.FindAsync(
            session.Resources, query, Denied, StopToken))
        {
            isEmpty = false;
            Selection.See(workload.Name);
            string space = workload.Namespace ?? "";
            if (!services.TryGetValue(space, out IReadOnlyList<KubeObject>? own))
            {
                services[space] = own = await session.Resources.ReadAllOrAbsentAsync(
                    new ResourceQuery(ResourceTypes.Service, space), Unknown, StopToken);
            }

            WriteObject(await reader.ReadAsync(workload, own, session.Context.Name, KubeConfigInUse(), StopToken));
        }

        await ReportMissingAsync(session, query, isEmpty);
    }
}
