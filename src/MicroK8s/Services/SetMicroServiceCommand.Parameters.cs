using System.Collections;
using System.Management.Automation;
using MicroK8s.Changes;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Services;

/// <summary>The parameters that a new service has not, and what was given by all.</summary>
public sealed partial class SetMicroServiceCommand
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Names]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ExactType(typeof(WorkloadKind?))]
    public WorkloadKind? Kind { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ImageCompleter))]
    public object? Image { get; set; }

    [Parameter]
    [Pairs]
    public IDictionary? PodLabel { get; set; }

    [Parameter]
    [Pairs]
    public IDictionary? PodAnnotation { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ChangeCause { get; set; }

    [Parameter]
    public SwitchParameter RollbackOnFailure { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The fields that were named, also those that were given $null, which removes them.</summary>
    private IReadOnlyList<KeyValuePair<string, object?>> GivenFields() =>
    [
        .. ServiceChange.Fields.Where(MyInvocation.BoundParameters.ContainsKey).Select(name =>
            KeyValuePair.Create(name, InputPairs.Unwrap(GetType().GetProperty(name)!.GetValue(this)))),
    ];
}
