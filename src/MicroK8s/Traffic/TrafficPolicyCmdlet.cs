using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Traffic.Policies;
using MicroK8s.Updates;

namespace MicroK8s.Commands.Traffic;

/// <summary>Changes the policies of services, each for itself.</summary>
public abstract class TrafficPolicyCmdlet : NamespacedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Names]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(PortCompleter))]
    public int? Port { get; set; }

    // The next three may be bound from the pipeline to a property that is null, which is "not given".
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(SubsetCompleter))]
    public string? Subset { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("VirtualService", "HTTPRoute")]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(RouteObjectCompleter))]
    public string? RouteObject { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Route")]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(RouteCompleter))]
    public string? RouteName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("Istio", "GatewayApi")]
    public string? Provider { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected sealed override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        await ForEachAsync(Name, name => ProcessAsync(session, Target(session, name)));
    }

    /// <summary>Plans the change of one policy.</summary>
    private protected abstract Task<PolicyPlan> PlanAsync(IClusterSession session, PolicyTarget target);

    /// <summary>Shows the change, asks, and writes it.</summary>
    /// <returns>Whether it was agreed to.</returns>
    private protected abstract Task<bool> WriteAsync(IClusterSession session, ChangeSet change);

    private async Task ProcessAsync(IClusterSession session, PolicyTarget target)
    {
        PolicyPlan plan = await PlanAsync(session, target);
        if (plan.Writes.Count == 0)
        {
            foreach (string warning in plan.Warnings) WriteWarning(warning);
            WriteVerbose($"{plan.Title}: it is so already; nothing is written.");
        }
        else if (!await WriteAsync(session, await plan.PreviewAsync(session, StopToken)))
        {
            return;
        }

        if (!PassThru) return;
        IReadOnlyList<TrafficPolicy> policies = await TrafficPolicies.ReadAsync(
            session, target.Namespace, [target.Service], onDenied: _ => { }, StopToken);
        WriteObjects(policies
            .Where(policy => policy.Port == target.Port && policy.Subset == target.Subset
                && GetTrafficPolicyCommand.IsNamed(policy, target.Service)
                && (target.Provider is null || policy.Provider == target.Provider)
                && (target.RouteObject is null || policy.RouteObject == target.RouteObject)
                && (target.Route is null || policy.RouteName == target.Route))
            .Select(policy => policy with { Context = session.Context.Name, KubeConfig = KubeConfigInUse() }));
    }

    private PolicyTarget Target(IClusterSession session, string name) => new(ResolveNamespace(session), name)
    {
        Port = Port,
        Subset = Given(Subset),
        Provider = Given(Provider),
        RouteObject = Given(RouteObject),
        Route = Given(RouteName),
        Force = Force,
    };

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
