using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.ControlPlane;

/// <summary>Whether scheduler and controller manager have a leader that works, as far as their leases tell.</summary>
public sealed class ControlLoopsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "ControlLoops";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.ControlPlane;

    /// <inheritdoc/>
    public string Summary =>
        "Scheduler and controller manager renew their leases";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => LoopCodes.All;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);

    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly string[] Loops = ["kube-controller-manager", "kube-scheduler"];

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (string loop in Loops)
            {
                var lease = new ResourceRef(ResourceTypes.Lease, HealthScope.SystemNamespace, loop);
                KubeObject? found =
                    await Scope.Session.Resources.FindAsync(lease, cancellationToken).ConfigureAwait(false);
                yield return LeaseRules.JudgeLeader(loop, found, Scope.Now);
            }
        }
    }
}
