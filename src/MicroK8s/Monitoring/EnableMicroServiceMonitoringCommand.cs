using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Metrics;
using MicroK8s.Monitoring;
using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Waiting;

namespace MicroK8s.Commands.Monitoring;

[Cmdlet(
    VerbsLifecycle.Enable, "MicroServiceMonitoring", SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ServiceMonitoring))]
public sealed class EnableMicroServiceMonitoringCommand : WorkloadRolloutCmdlet
{
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PortCompleter))]
    public string? Port { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string Path { get; set; } = MonitoringRequest.UsualPath;

    [Parameter]
    [Duration]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan? Interval { get; set; }

    [Parameter]
    [ExactType(typeof(MonitorKind?))]
    public MonitorKind? MonitorKind { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    [Parameter]
    public Uri? PrometheusUri { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PrometheusService { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task BeginAsync()
    {
        if (!Wait && (PrometheusUri is not null || PrometheusService is not null))
        {
            string unused = PrometheusUri is not null ? nameof(PrometheusUri) : nameof(PrometheusService);
            throw new ClusterException(ClusterFault.InvalidSpec, $"-{unused} needs -Wait.", unused);
        }

        PrometheusConnection.CheckOne(PrometheusUri, PrometheusService);
        Request().Check();
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync(IClusterSession session, string name)
    {
        KubeObject workload = await FindWorkloadAsync(session, name);
        MonitoringSnapshot scene = await MonitoringReader.ReadAsync(session, workload, StopToken);
        MonitoringPlan plan = MonitoringPlanner.Plan(Request(), scene);

        // Whom to ask is found before anything is written.
        using IHttpService? prometheus = Wait
            ? await PrometheusConnection.OpenAsync(
                session, PrometheusUri, PrometheusService, NamespaceOf(plan.Prometheus), StopToken)
            : null;
        if (plan.Writes.Count == 0)
        {
            foreach (string warning in plan.Warnings) WriteWarning(warning);
            WriteVerbose($"{workload} is monitored already; nothing is written.");
        }
        else
        {
            ChangeSet change = await plan.PreviewAsync(session.Resources, StopToken);
            if (await ChangeAsync(session, change) is null) return;
        }

        ServiceMonitoring done = ServiceMonitoring.Of(plan, session.Context.Name, KubeConfigInUse());
        if (prometheus is not null)
        {
            done = done with { Targets = await WaitAsync(session, new PrometheusTargets(prometheus), plan) };
        }

        if (PassThru) WriteObject(done);
    }

    private MonitoringRequest Request() => new()
    {
        Port = Port, Path = Path, Interval = Interval, Kind = MonitorKind, Force = Force,
    };

    private async Task<IReadOnlyList<PrometheusTarget>> WaitAsync(
        IClusterSession session, PrometheusTargets prometheus, MonitoringPlan plan)
    {
        using IDisposable note =
            WarnOnStop($"Stopped waiting; {plan.Workload} stays monitored.");
        return await RolloutProgressReporter.ShowAsync(
            this, $"Waiting until Prometheus scrapes {plan.Workload.Namespace}/{plan.Workload.Name}",
            progress => TargetWait.RunAsync(
                session.Resources, prometheus, plan, TimeLeft,
                text => progress.Report(new RolloutProgress(0, 0, 0, text, TimeSpan.Zero)), TimeProvider.System,
                StopToken));
    }

    /// <summary>The namespace of the only Prometheus that takes the monitor. Null to look everywhere.</summary>
    private static string? NamespaceOf(IReadOnlyList<string> prometheus) =>
        prometheus.Select(one => one.Split('/')[0]).Distinct().ToArray() is [var only] ? only : null;
}
