using System.Collections;
using System.Management.Automation;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Commands.Services;

[Cmdlet(VerbsCommon.New, "MicroService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MicroService))]
public sealed class NewMicroServiceCommand : WaitingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Image { get; set; } = "";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string?[]? Port { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankAs(1)]
    public int Replicas { get; set; } = 1;

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
    [Pairs]
    public IDictionary? Label { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Pairs]
    public IDictionary? Annotation { get; set; }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        ServicePlan plan = ServicePlanner.Plan(
            ReadSpec(ResolveNamespace(session)), PipelineRun.From(System.Environment.GetEnvironmentVariable));
        IReadOnlyList<KubeObject?> stored = await ServiceCreation.CheckAsync(session.Resources, plan, StopToken);
        if (!ShouldProcess(ServicePreview.Of(plan, stored), $"{plan.Description}\nCreate it?", "New-MicroService")) return;

        KubeObject deployment = await ServiceCreation.ApplyAsync(session.Resources, plan);
        if (Wait) deployment = await WaitForRolloutAsync(session, deployment);
        WriteObject(Describe(session, deployment));
    }

    private ServiceSpec ReadSpec(string namespaceName) => new(Name, namespaceName, ImageReference.Parse(Image))
    {
        Replicas = Replicas,
        Ports = PortSpec.ParseAll((Port ?? []).Where(text => !string.IsNullOrWhiteSpace(text))!),
        LivenessProbe = ReadProbe(LivenessProbe, nameof(LivenessProbe)),
        ReadinessProbe = ReadProbe(ReadinessProbe, nameof(ReadinessProbe)),
        StartupProbe = ReadProbe(StartupProbe, nameof(StartupProbe)),
        Requests = ResourceAmounts.Parse(InputPairs.From(Request), nameof(Request)),
        Limits = ResourceAmounts.Parse(InputPairs.From(Limit), nameof(Limit)),
        Environment = ServiceMetadata.ParseEnvironment(InputPairs.From(Environment)),
        Labels = ServiceMetadata.ParseLabels(InputPairs.From(Label)),
        Annotations = ServiceMetadata.ParseAnnotations(InputPairs.From(Annotation)),
    };

    private static ProbeSpec? ReadProbe(object? value, string parameter) => InputPairs.Unwrap(value) switch
    {
        null or "" => null,
        string text => ProbeText.Parse(text, parameter),
        IReadOnlyList<KeyValuePair<string, object?>> fields => ProbeFields.Parse(fields, parameter),
        object other => throw InvalidInput.Of(parameter, other, "is neither a text nor a hashtable"),
    };
}
