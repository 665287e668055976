using System.Collections;
using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Services;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Services;

/// <summary>The parameters: one for every field of <see cref="ServiceFields"/>, and what was given by them.</summary>
public sealed partial class NewMicroServiceCommand
{
    [Parameter(ParameterSetName = ByParameters, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = ByObject)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    [Parameter(ParameterSetName = ByParameters, Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = ByObject)]
    [Parameter(ParameterSetName = ByFile)]
    [ValidateNotNullOrEmpty]
    public string Image { get; set; } = "";

    [Parameter(ParameterSetName = ByObject, Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(ParameterSetName = ByFile, Mandatory = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    [Parameter]
    [Cell(typeof(WorkloadKind))]
    public WorkloadKind? Kind { get; set; }

    [Parameter]
    [Cell(typeof(int))]
    public int? Replicas { get; set; }

    [Parameter]
    [BlankIsNone]
    public object[]? Port { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? ServiceType { get; set; }

    [Parameter]
    [Cell(typeof(int))]
    public int? NodePort { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? SessionAffinity { get; set; }

    [Parameter]
    [Cell(typeof(int))]
    public int? SessionAffinityTimeout { get; set; }

    [Parameter]
    [Cell(typeof(bool))]
    public SwitchParameter PublishNotReadyAddresses { get; set; }

    [Parameter]
    [BlankIsNone]
    public object[]? Ingress { get; set; }

    [Parameter]
    public string? IngressClass { get; set; }

    [Parameter]
    public string? TlsSecret { get; set; }

    [Parameter]
    public object? LivenessProbe { get; set; }

    [Parameter]
    public object? ReadinessProbe { get; set; }

    [Parameter]
    public object? StartupProbe { get; set; }

    [Parameter]
    [Pairs]
    public IDictionary? Request { get; set; }

    [Parameter]
    [Pairs]
    public IDictionary? Limit { get; set; }

    [Parameter]
    [Pairs]
    public IDictionary? Environment { get; set; }

    [Parameter]
    [BlankIsNone]
    public object[]? EnvironmentFrom { get; set; }

    [Parameter]
    [BlankIsNone]
    public object[]? Mount { get; set; }

    [Parameter]
    [BlankIsNone]
    public object[]? VolumeClaim { get; set; }

    [Parameter]
    [BlankIsNone]
    public string[]? Command { get; set; }

    [Parameter]
    [BlankIsNone]
    public string[]? Argument { get; set; }

    [Parameter]
    [BlankIsNone]
    public object[]? InitContainer { get; set; }

    [Parameter]
    public string? ServiceAccount { get; set; }

    [Parameter]
    [Cell(typeof(bool))]
    public SwitchParameter NoServiceAccountToken { get; set; }

    [Parameter]
    [BlankIsNone]
    public string[]? PullSecret { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? PullPolicy { get; set; }

    [Parameter]
    [Cell(typeof(bool))]
    public SwitchParameter RunAsNonRoot { get; set; }

    [Parameter]
    [Cell(typeof(bool))]
    public SwitchParameter ReadOnlyRootFilesystem { get; set; }

    [Parameter]
    [Cell(typeof(int))]
    public int? RunAsUser { get; set; }

    [Parameter]
    [Cell(typeof(int))]
    public int? RunAsGroup { get; set; }

    [Parameter]
    [Cell(typeof(int))]
    public int? FsGroup { get; set; }

    [Parameter]
    [BlankIsNone]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string[]? DropCapability { get; set; }

    [Parameter]
    [BlankIsNone]
    public string[]? AddCapability { get; set; }

    [Parameter]
    [Cell(typeof(bool))]
    public SwitchParameter AllowPrivilegeEscalation { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? SeccompProfile { get; set; }

    [Parameter]
    [BlankIsNone]
    public object[]? Toleration { get; set; }

    [Parameter]
    [Pairs]
    public IDictionary? NodeSelector { get; set; }

    [Parameter]
    [BlankIsNone]
    public object[]? NodeAffinity { get; set; }

    [Parameter]
    [BlankIsNone]
    public object[]? NodePreference { get; set; }

    [Parameter]
    [BlankIsNone]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public object[]? Spread { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? UpdateStrategy { get; set; }

    [Parameter]
    public string? MaxSurge { get; set; }

    [Parameter]
    public string? MaxUnavailable { get; set; }

    [Parameter]
    [Cell(typeof(int))]
    public int? Partition { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? PodManagementPolicy { get; set; }

    [Parameter]
    [Cell(typeof(int))]
    public int? MinReadySeconds { get; set; }

    [Parameter]
    [Cell(typeof(int))]
    public int? ProgressDeadlineSeconds { get; set; }

    [Parameter]
    [Cell(typeof(int))]
    public int? RevisionHistoryLimit { get; set; }

    [Parameter]
    [Cell(typeof(int))]
    public int? TerminationGracePeriodSeconds { get; set; }

    [Parameter]
    [Pairs]
    public IDictionary? Autoscale { get; set; }

    [Parameter]
    [Pairs]
    public IDictionary? DisruptionBudget { get; set; }

    [Parameter]
    [Pairs]
    public IDictionary? Label { get; set; }

    [Parameter]
    [Pairs]
    public IDictionary? Annotation { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>The fields of the command line. A switch that is turned off is given, too.</summary>
    private IReadOnlyList<KeyValuePair<string, object?>> GivenFields() =>
    [
        .. ServiceFields.All.Where(field => MyInvocation.BoundParameters.ContainsKey(field.Name))
            .Select(field => KeyValuePair.Create(field.Name, Plain(MyInvocation.BoundParameters[field.Name])))
            .Where(pair => pair.Value is not null),
    ];

    private static object? Plain(object? value) =>
        value is SwitchParameter flag ? flag.IsPresent : InputPairs.Unwrap(value);
}
