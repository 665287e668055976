using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Access;

/// <summary>What was read of some namespaces to answer questions of access. Immutable.</summary>
public sealed record AccessSnapshot
{
    /// <summary>The namespaces that were read.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>The workloads and the pods without one, as callers and as targets.</summary>
    public IReadOnlyList<AccessParty> Parties { get; init; } = [];

    /// <summary>The Services of the namespaces.</summary>
    public IReadOnlyList<KubeObject> Services { get; init; } = [];

    /// <summary>The NetworkPolicies of the namespaces.</summary>
    public IReadOnlyList<KubeObject> NetworkPolicies { get; init; } = [];

    /// <summary>The AuthorizationPolicies of the namespaces and of the root namespace.</summary>
    public IReadOnlyList<KubeObject> AuthorizationPolicies { get; init; } = [];

    /// <summary>The PeerAuthentications of the namespaces and of the root namespace.</summary>
    public IReadOnlyList<KubeObject> PeerAuthentications { get; init; } = [];

    /// <summary>The namespace whose policies hold in the whole mesh (<c>meshConfig.rootNamespace</c>).</summary>
    public string RootNamespace { get; init; } = IstioResolver.DefaultRootNamespace;

    /// <summary>What may not be read. A kind that the server does not have is no gap.</summary>
    public IReadOnlyList<AccessGap> Gaps { get; init; } = [];

    /// <summary>The gaps that a decision about a namespace has.</summary>
    /// <param name="type">The kind of the policies.</param>
    /// <param name="namespaces">The namespaces whose policies decide.</param>
    public IEnumerable<AccessGap> GapsOf(ResourceType type, params string?[] namespaces) =>
        Gaps.Where(gap => gap.Type == type && (gap.Namespace is null || namespaces.Contains(gap.Namespace)));
}
