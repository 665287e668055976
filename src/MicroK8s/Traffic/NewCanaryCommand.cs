using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Traffic;

namespace MicroK8s.Commands.Traffic;

[Cmdlet(VerbsCommon.New, "Canary", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrafficSplit))]
public sealed class NewCanaryCommand : RolloutCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageCompleter))]
    public string Image { get; set; } = "";

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ExactType(typeof(int))]
    public int? Replicas { get; set; }

    [Parameter]
    [ValidateRange(0, 100)]
    [ExactType(typeof(int))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int Weight { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("VirtualService", "HTTPRoute", "Ingress")]
    [ArgumentCompleter(typeof(RouteObjectCompleter))]
    public string? RouteObject { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RouteCompleter))]
    public string? RouteName { get; set; }

    [Parameter]
    [ValidateSet("Istio", "GatewayApi", "IngressNginx", "ReplicaRatio")]
    public string? Provider { get; set; }

    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    [ExactType(typeof(int))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? MaxReplicas { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string[]? MatchHeader { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string[]? MatchCookie { get; set; }

    [Parameter]
    [ValidateRange(0, 100)]
    [ExactType(typeof(int))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? MirrorPercent { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        CanaryPlan plan = await CanaryCreation.PlanAsync(session, Request(ResolveNamespace(session)), StopToken);
        if (!Agree(plan.Description, "Create it?", plan.Warnings)) return;

        // Requests need ready pods, so they imply the wait.
        bool waits = Wait || Weight > 0 || plan.Request.Requests is { LeadToCanary: true };
        using IDisposable note = WarnOnStop(
            $"Stopped, but {plan.Request.Target} remains; Get-CanaryWeight {plan.Request.Name} shows its traffic.");

        // The undo has a time of its own: that of the canary may be what it failed by.
        var undo = new Progress<ClusterException>(_ =>
        {
            note.Dispose();
            RestartDeadline();
        });
        TrafficSplit split = await RolloutProgressReporter.ShowAsync(
            this, $"Rolling out {plan.Request.Namespace}/{plan.Request.Target.Name}",
            progress => Writes.Track(
                CanaryCreation.RunAsync(
                    session, plan, waits ? new PodWait(TimeLeft, progress, TimeProvider.System) : null, undo,
                    StopToken)));
        WriteObject(split with { Context = session.Context.Name, KubeConfig = KubeConfigInUse() });
    }

    private CanaryRequest Request(string namespaceName) => new(namespaceName, Name, ImageReference.Parse(Image))
    {
        Container = Container,
        Replicas = Replicas,
        Weight = Weight,
        Provider = Provider,
        MaxReplicas = MaxReplicas,
        Requests = RequestParameters.Rules(MatchHeader, MatchCookie, MirrorPercent),
        RouteObject = RouteObject,
        Route = RouteName,
        IgnoreOwner = Force,
        Run = PipelineRun,
    };
}
