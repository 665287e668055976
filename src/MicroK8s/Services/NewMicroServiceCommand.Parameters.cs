using System.Collections;
using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Services;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Services;

/// <summary>The parameters: one for every field of <see cref="ServiceFields"/>, and what was given by them.</summary>
public sealed partial class NewMicroServiceCommand
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Image { get; set; } = "";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(WorkloadKind))]
    public WorkloadKind? Kind { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(int))]
    public int? Replicas { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    public object[]? Port { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? ServiceType { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(int))]
    public int? NodePort { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? SessionAffinity { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(int))]
    public int? SessionAffinityTimeout { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(bool))]
    public SwitchParameter PublishNotReadyAddresses { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    public object[]? Ingress { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? IngressClass { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TlsSecret { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? LivenessProbe { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? ReadinessProbe { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? StartupProbe { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Pairs]
    public IDictionary? Request { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Pairs]
    public IDictionary? Limit { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Pairs]
    public IDictionary? Environment { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    public object[]? EnvironmentFrom { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    public object[]? Mount { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    public object[]? VolumeClaim { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    public string[]? Command { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    public string[]? Argument { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    public object[]? InitContainer { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ServiceAccount { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(bool))]
    public SwitchParameter NoServiceAccountToken { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    public string[]? PullSecret { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? PullPolicy { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(bool))]
    public SwitchParameter RunAsNonRoot { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(bool))]
    public SwitchParameter ReadOnlyRootFilesystem { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(int))]
    public int? RunAsUser { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(int))]
    public int? RunAsGroup { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(int))]
    public int? FsGroup { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string[]? DropCapability { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    public string[]? AddCapability { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(bool))]
    public SwitchParameter AllowPrivilegeEscalation { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? SeccompProfile { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    public object[]? Toleration { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Pairs]
    public IDictionary? NodeSelector { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    public object[]? NodeAffinity { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    public object[]? NodePreference { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNone]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public object[]? Spread { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? UpdateStrategy { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? MaxSurge { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? MaxUnavailable { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(int))]
    public int? Partition { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? PodManagementPolicy { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(int))]
    public int? MinReadySeconds { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(int))]
    public int? ProgressDeadlineSeconds { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(int))]
    public int? RevisionHistoryLimit { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(int))]
    public int? TerminationGracePeriodSeconds { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Pairs]
    public IDictionary? Autoscale { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Pairs]
    public IDictionary? DisruptionBudget { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Pairs]
    public IDictionary? Label { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Pairs]
    public IDictionary? Annotation { get; set; }

    /// <summary>The fields that were given; those that were not are null.</summary>
    private IReadOnlyList<KeyValuePair<string, object?>> GivenFields() => [.. ServiceFields.All.Select(field =>
        KeyValuePair.Create(field.Name, InputPairs.Unwrap(GetType().GetProperty(field.Name)!.GetValue(this))))];
}
