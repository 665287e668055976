using System.Management.Automation;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Commands.Services;

[Cmdlet(
    VerbsCommon.New, "MicroService", DefaultParameterSetName = ByParameters, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MicroService))]
public sealed partial class NewMicroServiceCommand : ServiceFieldsCmdlet
{
    private const string ByParameters = "Parameters";
    private const string ByObject = "InputObject";
    private const string ByFile = "Path";

    private readonly List<ServiceToMake> _services = [];

    // All input is read first: it is checked as a whole, and what is waited for is waited for at the same time.
    private protected override async Task EndAsync()
    {
        if (_isAnyWrong)
        {
            WriteWarning("Nothing was created: fix the files first.");
            return;
        }

        var work = new ThrottledWork(ThrottleLimit);
        try
        {
            await BeginAllAsync(work);
        }
        catch (ClusterException)
        {
            // What was begun before a fault that ends everything has come to something, which is told first.
            await work.FinishAsync();
            throw;
        }

        await work.FinishAsync();
    }

    private async Task BeginAllAsync(ThrottledWork work)
    {
        // Several are checked ahead of the one that is asked about.
        var checks = new Queue<Task<CreationCheck>>();
        int next = 0;
        for (int i = 0; i < _services.Count; i++)
        {
            for (; next < _services.Count && checks.Count < ThrottleLimit; next++)
            {
                ServiceToMake ahead = _services[next];
                checks.Enqueue(ServiceCreation.CheckAsync(ahead.Session.Resources, ahead.Plan, StopToken));
            }

            if (i > 0) RestartDeadline();
            await TryAsync(() => BeginAsync(_services[i], checks.Dequeue(), work));
        }
    }

    private async Task BeginAsync(ServiceToMake service, Task<CreationCheck> checking, ThrottledWork work)
    {
        CreationCheck check = await checking;
        IEnumerable<string> notes = ServiceCreation.Note(service.Plan, check) is { } note ? [note] : [];
        if (!Agree(ServicePreview.Of(service.Plan, check), "Create it?", notes)) return;
        await work.StartAsync(() => TryAsync(() => MakeAsync(service, check)));
    }

    private async Task MakeAsync(ServiceToMake service, CreationCheck check)
    {
        // Each service has its time-out; it may have waited for the ones before it.
        RestartDeadline();
        string name = $"{service.Plan.Workload.Target}";
        KubeObject workload = await WriteAsync(
            $"Stopped, but {name} and what belongs to it are created, or removed again, as a whole.",
            () => ServiceCreation.ApplyAsync(service.Session.Resources, service.Plan, check));
        if (Wait)
        {
            using IDisposable note = WarnOnStop($"Stopped waiting; {name} was created and remains.");
            workload = await WaitForRolloutAsync(service.Session, workload);
        }

        WriteObject(MicroServiceRules.Describe(
            workload, service.Session.Context.Name, service.KubeConfig, TimeProvider.System.GetUtcNow()));
    }

    /// <summary>
    /// A fault of one service is reported, and the others go on; one that none can escape ends everything.
    /// </summary>
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
