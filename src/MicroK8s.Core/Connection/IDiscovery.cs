using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Connection;

/// <summary>Tells what kinds of object the server has.</summary>
public interface IDiscovery
{
    /// <summary>
    /// The resource behind <c>apiVersion</c> and <c>kind</c> of a manifest. A yes is remembered for the session, a no
    /// is not: a CustomResourceDefinition may be installed meanwhile.
    /// </summary>
    /// <param name="apiVersion"><c>v1</c> or <c>group/version</c>.</param>
    /// <param name="kind">The kind, such as <c>Deployment</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null if the server has no such kind.</returns>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    Task<ResourceType?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken);

    /// <summary>Forgets what was remembered of a group version, which the server has shown to be outdated.</summary>
    /// <param name="apiVersion"><c>v1</c> or <c>group/version</c>.</param>
    void Forget(string apiVersion);

    /// <summary>All kinds, in the version that the server prefers. Asks for every group, so it is slow.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    Task<IReadOnlyList<ResourceType>> ListAsync(CancellationToken cancellationToken);
}
