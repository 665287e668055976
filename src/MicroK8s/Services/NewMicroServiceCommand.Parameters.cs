using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Services.Spec;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Services;

/// <summary>
/// The parameters that only a new service has; with the inherited ones, there is one for every field of
/// <see cref="ServiceFields"/>. And what was given by them.
/// </summary>
public sealed partial class NewMicroServiceCommand
{
    [Parameter(ParameterSetName = ByParameters, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = ByObject)]
    [Parameter(ParameterSetName = ByFile)]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(string))]
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
    [ExactType(typeof(WorkloadKind?))]
    public WorkloadKind? Kind { get; set; }

    [Parameter]
    [BlankAsNull]
    public object[]? Ingress { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(IngressClassCompleter))]
    public string? IngressClass { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(SecretCompleter))]
    public string? TlsSecret { get; set; }

    [Parameter]
    [BlankAsNull]
    public object[]? Mount { get; set; }

    [Parameter]
    [BlankAsNull]
    public object[]? VolumeClaim { get; set; }

    [Parameter]
    [BlankAsNull]
    public object[]? InitContainer { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ServiceFieldCompleter))]
    public string? PodManagementPolicy { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    [ExactType(typeof(int))]
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
