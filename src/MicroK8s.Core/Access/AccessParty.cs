using System.Collections.Immutable;

namespace MicroK8s.Access;

/// <summary>
/// Who calls, or who is called: the pods of a workload, one pod, a service account, or an address outside the cluster.
/// It holds exactly what policies look at.
/// </summary>
/// <param name="Kind">
/// Deployment, StatefulSet, DaemonSet, Pod; ServiceAccount: whatever pod runs as it; Address: outside the cluster.
/// </param>
/// <param name="Namespace">Its namespace. Null outside the cluster.</param>
/// <param name="Name">Its name; of an address the address.</param>
public sealed record AccessParty(string Kind, string? Namespace, string Name)
{
    /// <summary>The trust domain that Istio has unless it is installed with another one.</summary>
    public const string DefaultTrustDomain = "cluster.local";

    /// <summary>
    /// The labels of its pods, empty if they have none. Null if they are not known, as of a service account.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The labels of its namespace. Null if they may not be read, and outside the cluster.</summary>
    public IReadOnlyDictionary<string, string>? NamespaceLabels { get; init; }

    /// <summary>The service account that the pods run as. Null outside the cluster.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>The ports that its containers declare; they may listen at others too.</summary>
    public IReadOnlyList<AccessPort> Ports { get; init; } = [];

    /// <summary>The addresses of its pods at this moment, or the address outside; empty if none is known.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>
    /// The proxy in front of its pods. Null if that is not known: a service account, or pods of which only some have
    /// one.
    /// </summary>
    public MeshProxy? Proxy { get; init; } = MeshProxy.None;

    /// <summary>Whether its pods use the network of the node: NetworkPolicies do not hold for them.</summary>
    public bool UsesHostNetwork { get; init; }

    /// <summary>Whether it is outside the cluster.</summary>
    public bool IsOutside => Namespace is null;

    /// <summary>
    /// Its identity in the mesh, as policies write it: <c>cluster.local/ns/shop/sa/web</c>. Null outside the cluster.
    /// It has this identity only in requests with mutual TLS.
    /// </summary>
    public string? Principal => Namespace is null || ServiceAccount is null
        ? null
        : $"{DefaultTrustDomain}/ns/{Namespace}/sa/{ServiceAccount}";

    /// <summary>Such as <c>shop/web</c>, <c>service account shop/web</c> or <c>203.0.113.7</c>.</summary>
    public override string ToString() => Kind switch
    {
        "Address" => Name,
        "ServiceAccount" => $"service account {Namespace}/{Name}",
        _ => $"{Namespace}/{Name}",
    };
}
