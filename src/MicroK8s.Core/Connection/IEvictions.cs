using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Connection;

/// <summary>
/// Asks the server to delete pods the way that respects their disruption budgets (kubernetes.io, "API-initiated
/// Eviction").
/// </summary>
public interface IEvictions
{
    /// <summary>The version of the Eviction that the server takes; asked once per session.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns><c>policy/v1</c> or, up to Kubernetes 1.21, <c>policy/v1beta1</c>.</returns>
    /// <exception cref="ClusterException">KindNotSupported, Unreachable, NotAuthenticated.</exception>
    Task<string> GetVersionAsync(CancellationToken cancellationToken);

    /// <summary>Asks once; a refusal because of a budget is an answer, not a fault.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="gracePeriodSeconds">How long it has to end. Null for its own grace period.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">AccessDenied, InvalidSpec, Unreachable, NotAuthenticated.</exception>
    Task<EvictionAnswer> EvictAsync(KubeObject pod, int? gracePeriodSeconds, CancellationToken cancellationToken);
}
