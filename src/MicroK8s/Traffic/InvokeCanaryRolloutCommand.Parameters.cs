using System.Collections;
using System.Management.Automation;
using MicroK8s.CanaryRollouts;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Conventions;

namespace MicroK8s.Commands.Traffic;

// The parameters of Invoke-CanaryRollout.
public sealed partial class InvokeCanaryRolloutCommand
{
    /// <summary>Nothing reads the image of a rollout that is resumed.</summary>
    private static readonly ImageReference NoImage = new("", "", null, null);

    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Names]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = Begin)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageCompleter))]
    public string Image { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = Going)]
    public SwitchParameter Resume { get; set; }

    [Parameter(ParameterSetName = Begin)]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(int[]))]
    public int[] Steps { get; set; } = [5, 20, 50, 100];

    [Parameter]
    [Duration]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan StepDuration { get; set; } = TimeSpan.FromMinutes(2);

    [Parameter]
    [ValidateRange(1, 100)]
    [ExactType(typeof(int))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? MaxWeight { get; set; }

    [Parameter]
    public DateTimeOffset? NotAfter { get; set; }

    [Parameter]
    public SwitchParameter Pause { get; set; }

    [Parameter]
    [ValidateNotNull]
    public ScriptBlock[] Gate { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HealthCheckCompleter))]
    public string[] HealthCheck { get; set; } = [];

    [Parameter]
    [ValidateRange(0.0, 100.0)]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public double? SuccessRate { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string[] Latency { get; set; } = [];

    [Parameter]
    [ValidateRange(0.0, 50.0)]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public double? MaxRegression { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public Hashtable[] Metric { get; set; } = [];

    [Parameter]
    [ValidateSet("Istio", "IngressNginx", "OpenTelemetry")]
    public string? MetricSource { get; set; }

    [Parameter]
    public Uri? PrometheusUri { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PrometheusService { get; set; }

    [Parameter]
    [ValidateRange(0.01, 49.0)]
    public double ErrorRate { get; set; } = 5;

    [Parameter]
    [ExactType(typeof(InconclusiveAction))]
    public InconclusiveAction OnInconclusive { get; set; } = InconclusiveAction.Wait;

    [Parameter]
    [Duration(Shortest = 1, Longest = 3600)]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    [Parameter]
    [Duration]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromHours(1);

    [Parameter(ParameterSetName = Begin)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    [Parameter(ParameterSetName = Begin)]
    [ValidateRange(1, int.MaxValue)]
    [ExactType(typeof(int))]
    public int? Replicas { get; set; }

    [Parameter(ParameterSetName = Begin)]
    [ValidateSet("Istio", "GatewayApi", "IngressNginx", "ReplicaRatio")]
    public string? Provider { get; set; }

    [Parameter(ParameterSetName = Begin)]
    [ValidateRange(2, int.MaxValue)]
    [ExactType(typeof(int))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? MaxReplicas { get; set; }

    [Parameter(ParameterSetName = Begin)]
    [ValidateNotNullOrEmpty]
    [Alias("VirtualService", "HTTPRoute", "Ingress")]
    [ArgumentCompleter(typeof(RouteObjectCompleter))]
    public string? RouteObject { get; set; }

    [Parameter(ParameterSetName = Begin)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RouteCompleter))]
    public string? RouteName { get; set; }

    [Parameter]
    public SwitchParameter RollbackOnStop { get; set; }

    [Parameter]
    [Duration(Shortest = 1, Longest = TimedCmdlet.LongestTimeout)]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter]
    public SwitchParameter Force { get; set; }
}
