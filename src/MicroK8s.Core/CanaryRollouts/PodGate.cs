using MicroK8s.Evidence;
using MicroK8s.Resources;
using MicroK8s.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.CanaryRollouts;

/// <summary>
/// The pods of the canary. Part of every rollout, with or without other gates: a failure that <c>-Wait</c> would report
/// ends the rollout.
/// </summary>
internal sealed class PodGate(TimeProvider clock) : IStepGate
{
    public string Name => "Pods";

    public bool IsContinuous => true;

    public Task BeginAsync(StepScene scene, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<GateVerdict> LookAsync(StepScene scene, CancellationToken cancellationToken)
    {
        KubeObject? canary = await scene.Session.Resources.FindAsync(scene.Canary, cancellationToken)
            .ConfigureAwait(false);
        if (canary is null) return new GateVerdict(Name, EvidenceOutcome.Fail, $"{scene.Canary} is gone");
        RolloutVerdict.Failed? failure = await StandingFailure
            .FindAsync(scene.Session, canary, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (failure is not null) return new GateVerdict(Name, EvidenceOutcome.Fail, failure.Message.TrimEnd('.'));

        int ready = DeploymentStatus.CountReady(canary);
        return ready > 0
            ? new GateVerdict(Name, EvidenceOutcome.Pass, $"{ready} ready")
            : new GateVerdict(Name, EvidenceOutcome.Inconclusive, "no pod of the canary is ready");
    }
}
