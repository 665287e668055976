using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Traffic;

namespace MicroK8s.Commands.Traffic;

[Cmdlet(VerbsCommon.Set, "CanaryWeight", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrafficSplit))]
public sealed class SetCanaryWeightCommand : NamespacedCmdlet
{
    private readonly List<(IClusterSession Session, string? KubeConfig, WeightRequest Request)> _splits = [];
    private bool _isRouteNamed;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(RoutedServiceCompleter))]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 100)]
    [ExactType(typeof(int))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int Weight { get; set; }

    // The next three may be bound from the pipeline to a property that is null, which is "not given".
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CanarySubset")]
    [ArgumentCompleter(typeof(SubsetCompleter))]
    public string? Subset { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(VirtualServiceCompleter))]
    public string? VirtualService { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Route")]
    [ArgumentCompleter(typeof(RouteCompleter))]
    public string? RouteName { get; set; }

    [Parameter]
    public SwitchParameter Rescale { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter(ValueFromPipeline = true)]
    public TrafficSplit? InputObject { get; set; }

    private protected override Task BeginAsync()
    {
        _isRouteNamed = MyInvocation.BoundParameters.ContainsKey(nameof(RouteName));
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        WeightRequest request = Request(ResolveNamespace(session));

        // Get-CanaryWeight emits every route of a service; all of them together name none.
        if (InputObject is not null && !_isRouteNamed) _splits.Add((session, KubeConfigInUse(), request));
        else await ShiftAsync(session, KubeConfigInUse(), request);
    }

    private protected override async Task EndAsync()
    {
        var services = _splits.GroupBy(split => (
            split.Session, split.KubeConfig, split.Request.Namespace, split.Request.Service, split.Request.Weight));
        foreach (var splits in services)
        {
            try
            {
                WeightRequest request = WeightRequest.ForOneOf([.. splits.Select(split => split.Request)]);
                await ShiftAsync(splits.Key.Session, splits.Key.KubeConfig, request);
            }
            catch (ClusterException exception)
            {
                Report(exception);
            }
        }
    }

    private async Task ShiftAsync(IClusterSession session, string? kubeConfig, WeightRequest request)
    {
        WeightPlan plan = await WeightShift.PlanAsync(session, request, StopToken);
        TrafficSplit split = plan.Before;
        if (plan.HasChanges)
        {
            string description = $"{plan.Where}: {plan.Description}";
            if (!Agree(description, "Do it?", plan.Warnings)) return;
            split = await WriteAsync(
                $"Stopped, but carried out to its end: {description}.",
                () => WeightShift.ApplyAsync(session, plan, CancellationToken.None));
        }
        else
        {
            foreach (string warning in plan.Warnings) WriteWarning(warning);
            WriteVerbose($"{plan.Where} has these weights already.");
        }

        if (PassThru) WriteObject(split with { Context = session.Context.Name, KubeConfig = kubeConfig });
    }

    private WeightRequest Request(string namespaceName) => new(namespaceName, Name, Weight)
    {
        Subset = Given(Subset),
        RouteObject = Given(VirtualService),
        Route = Given(RouteName),
        Rescale = Rescale,
        IgnoreReadiness = Force,
        IgnoreOwner = Force,
        IgnoreUnreachable = Force,
    };

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
