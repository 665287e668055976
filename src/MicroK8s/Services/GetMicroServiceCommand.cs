using System.Management.Automation;
using System.Threading.Channels;
using MicroK8s.Addresses;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Commands.Services;

[Cmdlet(VerbsCommon.Get, "MicroService")]
[OutputType(typeof(MicroService))]
public sealed class GetMicroServiceCommand : MicroServiceQueryCmdlet
{
    private readonly List<(IClusterSession Session, string? KubeConfig, ServiceQuery Query)> _watched = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LabelCompleter))]
    public string? LabelSelector { get; set; }

    [Parameter]
    public SwitchParameter Watch { get; set; }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        ServiceQuery query = ReadQuery(session) with { LabelSelector = LabelSelector };
        if (Watch)
        {
            await RequireNamespaceAsync(session, query);
            _watched.Add((session, KubeConfigInUse(), query));
            return;
        }

        IAsyncEnumerable<MicroService> services = MicroServiceReader.ReadAsync(
            session, query, Describer(session, KubeConfigInUse()), Denied, Unknown, StopToken);
        bool isEmpty = true;
        await foreach (MicroService service in services)
        {
            isEmpty = false;
            Selection.See(service.Name);
            WriteObject(service);
        }

        await ReportMissingAsync(session, query, isEmpty);
    }

    /// <summary>Watches all that the pipeline asked for, at the same time, until Ctrl+C.</summary>
    private protected override async Task EndAsync()
    {
        if (_watched.Count == 0) return;
        LiftDeadline();
        var news = Channel.CreateBounded<MicroService>(1);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        Task[] watches =
            [.. _watched.Select(one => PumpAsync(one.Session, one.KubeConfig, one.Query, news, end.Token))];
        try
        {
            await foreach (MicroService service in news.Reader.ReadAllAsync(StopToken)) WriteObject(service);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(watches);
        }
    }

    private async Task PumpAsync(
        IClusterSession session, string? kubeConfig, ServiceQuery query, Channel<MicroService> news,
        CancellationToken stop)
    {
        try
        {
            IAsyncEnumerable<MicroService> changes = MicroServiceWatch.RunAsync(
                session.Resources, query, Describer(session, kubeConfig), Denied, Unknown, stop);
            await foreach (MicroService service in changes)
            {
                ReportDenied();
                await news.Writer.WriteAsync(service, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The watch is over.
        }
        catch (Exception exception)
        {
            news.Writer.TryComplete(exception);
        }
    }

    private static Func<KubeObject, AddressMap, MicroService> Describer(IClusterSession session, string? kubeConfig) =>
        (workload, reach) => MicroServiceRules.Describe(
            workload, reach, session.Context.Name, kubeConfig, TimeProvider.System.GetUtcNow());
}
