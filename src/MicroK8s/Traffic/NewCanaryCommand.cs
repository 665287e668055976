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
    public int Replicas { get; set; } = 1;

    [Parameter]
    [ValidateRange(0, 100)]
    [ExactType(typeof(int))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int Weight { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VirtualServiceCompleter))]
    public string? VirtualService { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RouteCompleter))]
    public string? RouteName { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        CanaryPlan plan = await CanaryCreation.PlanAsync(session, Request(ResolveNamespace(session)), StopToken);
        if (!Agree(plan.Description, "Create it?", plan.Warnings)) return;

        // A weight needs ready pods, so it implies the wait.
        WaitLimit? timeout = Wait || Weight > 0 ? TimeLeft : null;
        using CancellationTokenRegistration note = WarnOnStop(
            $"Stopped, but {plan.Request.Target} remains; Get-CanaryWeight {plan.Request.Name} shows its traffic.");

        // The undo has a time of its own: that of the canary may be what it failed by.
        var undo = new Progress<ClusterException>(_ =>
        {
            note.Unregister();
            RestartDeadline();
        });
        TrafficSplit split = await RolloutProgressReporter.ShowAsync(
            this, $"Rolling out {plan.Request.Namespace}/{plan.Request.Target.Name}",
            progress => PendingWrites.Track(
                CanaryCreation.RunAsync(session, plan, timeout, progress, undo, TimeProvider.System, StopToken)));
        WriteObject(split with { Context = session.Context.Name, KubeConfig = KubeConfigInUse() });
    }

    private CanaryRequest Request(string namespaceName) => new(namespaceName, Name, ImageReference.Parse(Image))
    {
        Container = Container,
        Replicas = Replicas,
        Weight = Weight,
        RouteObject = VirtualService,
        Route = RouteName,
        IgnoreOwner = Force,
        Run = PipelineRun,
    };
}
