using System.Management.Automation;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Monitoring;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Commands.Monitoring;

[Cmdlet(
    VerbsLifecycle.Disable, "MicroServiceMonitoring", SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class DisableMicroServiceMonitoringCommand : WorkloadCmdlet
{
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task ProcessAsync(IClusterSession session, string name)
    {
        string space = ResolveNamespace(session);
        KubeObject? workload = null;
        ClusterException? missing = null;
        try
        {
            workload = await FindWorkloadAsync(session, name);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.ResourceNotFound)
        {
            // What was made for it may outlive it.
            missing = exception;
        }

        (IReadOnlyList<KubeObject> services, IReadOnlyList<KubeObject> monitors) =
            await MonitoringReader.ReadOwnAsync(session, space, StopToken);
        MonitoringRemoval removal = MonitoringRemoval.Plan(name, space, workload, services, monitors);
        if (removal.Writes.Count == 0)
        {
            if (missing is not null) throw missing;
            foreach (string warning in removal.Warnings) WriteWarning(warning);
            WriteVerbose($"{workload} is not monitored by this module; nothing is written.");
            return;
        }

        ChangeSet change = await removal.PreviewAsync(session.Resources, StopToken);
        if (!AgreeToRemove(change.Description, change.Warnings, Force)) return;
        await WriteAsync(
            Unstopped(change), () => ChangeSetRun.ApplyAsync(session.Resources, change.Writes));
    }
}
