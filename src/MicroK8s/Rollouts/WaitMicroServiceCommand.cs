using System.Management.Automation;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Waiting;

namespace MicroK8s.Commands.Rollouts;

[Cmdlet(VerbsLifecycle.Wait, "MicroService")]
[OutputType(typeof(MicroService))]
public sealed class WaitMicroServiceCommand : WorkloadRolloutCmdlet
{
    private readonly List<(IClusterSession Session, KubeObject Workload, string? KubeConfig)> _targets = [];

    private protected override async Task ProcessAsync(IClusterSession session, string name) =>
        _targets.Add((session, await FindWorkloadAsync(session, name), KubeConfigInUse()));

    private protected override async Task EndAsync()
    {
        // A fault that ends the pipeline must not leave the other waits running.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        var waits = _targets.Select(target => WaitAsync(target.Session, target.Workload, target.KubeConfig, end.Token))
            .ToList();
        try
        {
            while (waits.Count > 0)
            {
                Task done = await Task.WhenAny(waits);
                waits.Remove(done);
                await done;
            }
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    private async Task WaitAsync(
        IClusterSession session, KubeObject workload, string? kubeConfig, CancellationToken cancellationToken)
    {
        try
        {
            KubeObject done = await RolloutProgressReporter.ShowAsync(
                this, $"Waiting for {workload.Namespace}/{workload.Name}",
                progress => RolloutWait.RunAsync(
                    session, workload, TimeLeft, progress, TimeProvider.System,
                    cancellationToken));
            foreach (string note in RolloutNotes.Of(done)) WriteWarning(note);
            WriteObject(MicroServiceRules.Describe(
                done, session.Context.Name, kubeConfig, TimeProvider.System.GetUtcNow()));
        }
        catch (ClusterException exception)
        {
            Report(exception);
        }
    }
}
