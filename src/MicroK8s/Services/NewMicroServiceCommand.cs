using System.Management.Automation;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Commands.Services;

[Cmdlet(VerbsCommon.New, "MicroService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MicroService))]
public sealed partial class NewMicroServiceCommand : WaitingCmdlet
{
    private readonly List<ServiceToMake> _services = [];

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        ServiceSpec spec = ServiceFields.Read(GivenFields(), ResolveNamespace(session));
        ServicePlan plan = await ServicePlanner.PlanAsync(
            session, spec, PipelineRun.From(System.Environment.GetEnvironmentVariable), StopToken);
        foreach (string note in plan.Notes) WriteWarning(note);
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
}
