using System.Collections;
using System.Management.Automation;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Commands.Services;

[Cmdlet(VerbsCommon.New, "MicroService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MicroService))]
public sealed class NewMicroServiceCommand : WaitingCmdlet
{
    private readonly List<ServiceToMake> _services = [];

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

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        ServicePlan plan = ServicePlanner.Plan(
            ReadSpec(ResolveNamespace(session)), PipelineRun.From(System.Environment.GetEnvironmentVariable));
        var service = new ServiceToMake(session, KubeConfigInUse(), plan);
        if (_services.Any(service.IsSameAs)) throw InvalidInput.Of("Name", plan.Spec.Name, "is given twice");
        _services.Add(service);
    }

    // All input is read first: it is checked as a whole, and what is waited for is waited for at the same time.
    private protected override async Task EndAsync()
    {
        var work = new ThrottledWork(ThrottleLimit);
        var checks = new Queue<Task<IReadOnlyList<KubeObject?>>>();
        for (int i = 0; i < _services.Count; i++)
        {
            foreach (ServiceToMake ahead in _services.Skip(i + checks.Count).Take(ThrottleLimit - checks.Count))
            {
                checks.Enqueue(ServiceCreation.CheckAsync(ahead.Session.Resources, ahead.Plan, StopToken));
            }

            await TryAsync(() => BeginAsync(_services[i], checks.Dequeue(), work));
        }

        await work.FinishAsync();
    }

    private async Task BeginAsync(ServiceToMake service, Task<IReadOnlyList<KubeObject?>> check, ThrottledWork work)
    {
        string preview = ServicePreview.Of(service.Plan, await check);
        string question = $"{service.Plan.Description}\nCreate it?";
        if (!ShouldProcess(preview, question, "New-MicroService")) return;
        await work.StartAsync(() => TryAsync(() => MakeAsync(service)));
    }

    private async Task MakeAsync(ServiceToMake service)
    {
        KubeObject workload = await ServiceCreation.ApplyAsync(service.Session.Resources, service.Plan);
        if (Wait) workload = await WaitForRolloutAsync(service.Session, workload);
        WriteObject(MicroServiceRules.Describe(
            workload, service.Session.Context.Name, service.KubeConfig, TimeProvider.System.GetUtcNow()));
    }

    /// <summary>A fault of one service is reported, and the others go on; one that none can escape ends everything.</summary>
    private async Task TryAsync(Func<Task> body)
    {
        try
        {
            await body();
        }
        catch (ClusterException exception) when (!ErrorRecords.EndsPipeline(exception.Fault))
        {
            Report(exception);
        }
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
