using System.Collections;
using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;

namespace MicroK8s.Commands.Services;

/// <summary>
/// A cmdlet that takes the fields of a microservice which a new one is given and a live one can be changed in. They
/// come by no property name: what <c>Get-MicroService</c> emits has replicas too, which nobody wants to be set again.
/// </summary>
public abstract class ServiceFieldsCmdlet : RolloutCmdlet
{
    [Parameter]
    [ExactType(typeof(int?))]
    public int? Replicas { get; set; }

    [Parameter]
    [BlankAsNull]
    public object[]? Port { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? ServiceType { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    public int? NodePort { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? SessionAffinity { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    public int? SessionAffinityTimeout { get; set; }

    [Parameter]
    [ExactType(typeof(SwitchParameter))]
    public SwitchParameter PublishNotReadyAddresses { get; set; }

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
    [BlankAsNull]
    public object[]? EnvironmentFrom { get; set; }

    [Parameter]
    [BlankAsNull]
    public string[]? Command { get; set; }

    [Parameter]
    [BlankAsNull]
    public string[]? Argument { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ServiceAccountCompleter))]
    public string? ServiceAccount { get; set; }

    [Parameter]
    [ExactType(typeof(SwitchParameter))]
    public SwitchParameter NoServiceAccountToken { get; set; }

    [Parameter]
    [BlankAsNull]
    [ArgumentCompleter(typeof(SecretCompleter))]
    public string[]? PullSecret { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? PullPolicy { get; set; }

    [Parameter]
    [ExactType(typeof(SwitchParameter))]
    public SwitchParameter RunAsNonRoot { get; set; }

    [Parameter]
    [ExactType(typeof(SwitchParameter))]
    public SwitchParameter ReadOnlyRootFilesystem { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    public int? RunAsUser { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    public int? RunAsGroup { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    public int? FsGroup { get; set; }

    [Parameter]
    [BlankAsNull]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string[]? DropCapability { get; set; }

    [Parameter]
    [BlankAsNull]
    public string[]? AddCapability { get; set; }

    [Parameter]
    [ExactType(typeof(SwitchParameter))]
    public SwitchParameter AllowPrivilegeEscalation { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? SeccompProfile { get; set; }

    [Parameter]
    [BlankAsNull]
    public object[]? Toleration { get; set; }

    [Parameter]
    [Pairs]
    public IDictionary? NodeSelector { get; set; }

    [Parameter]
    [BlankAsNull]
    public object[]? NodeAffinity { get; set; }

    [Parameter]
    [BlankAsNull]
    public object[]? NodePreference { get; set; }

    [Parameter]
    [BlankAsNull]
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
    [ExactType(typeof(int?))]
    public int? Partition { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    public int? MinReadySeconds { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    public int? ProgressDeadlineSeconds { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    public int? RevisionHistoryLimit { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
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
}
