using System.Runtime.CompilerServices;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Health;

/// <summary>What the checks of one run look at.</summary>
/// <param name="Session">The cluster.</param>
/// <param name="Namespaces">The namespaces that checks of namespaced objects are limited to; none for all.</param>
/// <param name="Clock">Tells the time.</param>
public sealed record HealthScope(IClusterSession Session, IReadOnlyList<string> Namespaces, TimeProvider Clock)
{
    /// <summary>The namespace of the cluster's own components.</summary>
    public const string SystemNamespace = "kube-system";

    /// <summary>The server's version, such as <c>v1.20.2</c>. Null if it does not tell.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>How far the server's clock is ahead of this machine's.</summary>
    public TimeSpan ServerAhead { get; init; }

    /// <summary>The time by the server's clock: the one that the times in objects were taken from.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow() + ServerAhead;

    /// <summary>The objects of the users, of several kinds one after the other.</summary>
    /// <remarks>Without namespaces these are all but the cluster's own, which have a check of their own.</remarks>
    /// <param name="types">The kinds.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ClusterException">AccessDenied, Unreachable.</exception>
    public async IAsyncEnumerable<KubeObject> ListAsync(
        IReadOnlyList<ResourceType> types, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IEnumerable<ResourceQuery> queries = Namespaces.Count == 0
            ? types.Select(type =>
                new ResourceQuery(type, null) { FieldSelector = $"metadata.namespace!={SystemNamespace}" })
            : types.SelectMany(_ => Namespaces, (type, name) => new ResourceQuery(type, name));
        foreach (ResourceQuery query in queries)
        {
            await foreach (KubeObject item in
                Session.Resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
    }
}
