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
public sealed class SetCanaryWeightCommand : TimedCmdlet
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
    [Alias("VirtualService", "HTTPRoute", "Ingress")]
    [ArgumentCompleter(typeof(RouteObjectCompleter))]
    public string? RouteObject { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Route")]
    [ArgumentCompleter(typeof(RouteCompleter))]
    public string? RouteName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
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
            split = !plan.MovesPods
                ? await WriteAsync(
                    $"Stopped, but carried out to its end: {description}.",
                    () => WeightShift.ApplyAsync(session, plan, wait: null, CancellationToken.None))
                : await ReplaceAsync(session, plan);
        }
        else
        {
            foreach (string warning in plan.Warnings) WriteWarning(warning);
            WriteVerbose($"{plan.Where} has these weights already.");
        }

        if (PassThru) WriteObject(split with { Context = session.Context.Name, KubeConfig = kubeConfig });
    }

    /// <summary>Adds pods, waits for them, and takes others away.</summary>
    private Task<TrafficSplit> ReplaceAsync(IClusterSession session, WeightPlan plan) =>
        RolloutProgressReporter.ShowAsync(
            this, $"Starting pods for {plan.Where}",
            progress => WriteAsync(
                $"Stopped: pods that were added for {plan.Where} are taken away again.",
                () => WeightShift.ApplyAsync(
                    session, plan, new PodWait(TimeLeft, progress, TimeProvider.System), StopToken)));

    private WeightRequest Request(string namespaceName) => new(namespaceName, Name, Weight)
    {
        Subset = Given(Subset),
        Provider = Given(Provider),
        RouteObject = Given(RouteObject),
        Route = Given(RouteName),
        MaxReplicas = MaxReplicas,
        Requests = RequestParameters.Rules(MatchHeader, MatchCookie, MirrorPercent),
        Rescale = Rescale,
        IgnoreReadiness = Force,
        IgnoreOwner = Force,
        IgnoreUnreachable = Force,
    };

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
