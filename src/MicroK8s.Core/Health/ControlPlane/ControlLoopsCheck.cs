using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.ControlPlane;

/// <summary>Whether scheduler and controller manager have a leader that works, as far as their leases tell.</summary>
public sealed class ControlLoopsCheck : IHealthCheck
{
    private static readonly string[] Loops = ["kube-controller-manager", "kube-scheduler"];

    /// <inheritdoc/>
    public string Name => "ControlLoops";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.ControlPlane;

    /// <inheritdoc/>
    public async IAsyncEnumerable<HealthVerdict> RunAsync(
        HealthScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string loop in Loops)
        {
            var lease = new ResourceRef(ResourceTypes.Lease, HealthScope.SystemNamespace, loop);
            KubeObject? found =
                await scope.Session.Resources.FindAsync(lease, cancellationToken).ConfigureAwait(false);
            yield return LeaseRules.JudgeLeader(loop, found, scope.Now);
        }
    }
}
