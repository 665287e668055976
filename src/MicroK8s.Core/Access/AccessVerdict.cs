namespace MicroK8s.Access;

/// <summary>Whether a caller may call a microservice, and what decides: read from the policies, not tried.</summary>
/// <param name="From">The caller: a name, an address, or <c>anyone</c>.</param>
/// <param name="FromNamespace">The namespace of the caller. Null if it is outside the cluster.</param>
/// <param name="To">The workload that is called.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Outcome">The answer.</param>
public sealed record AccessVerdict(
    string From, string? FromNamespace, string To, string Namespace, AccessOutcome Outcome)
{
    /// <summary>Whether it is allowed. Null if that is not known.</summary>
    public bool? Allowed => Outcome == AccessOutcome.Unknown ? null : Outcome == AccessOutcome.Allowed;

    /// <summary>The number of the pod's port. Null if none was given, and no Service or container has one.</summary>
    public int? Port { get; init; }

    /// <summary>TCP, UDP or SCTP. Null without a port.</summary>
    public string? Protocol { get; init; }

    /// <summary>The HTTP method that was asked about. Null if none was given.</summary>
    public string? Method { get; init; }

    /// <summary>The path that was asked about. Null if none was given.</summary>
    public string? Path { get; init; }

    /// <summary>The host that was asked about. Null if none was given.</summary>
    public string? HostName { get; init; }

    /// <summary>
    /// The rule that decides, such as <c>NetworkPolicy shop/backend rule 1</c>. Null if no policy stands in between.
    /// </summary>
    public string? Rule { get; init; }

    /// <summary>The reason, in one or two sentences.</summary>
    public required string Why { get; init; }

    /// <summary>What the NetworkPolicies on the side of the caller say.</summary>
    public required AccessDecision Egress { get; init; }

    /// <summary>What the NetworkPolicies on the side of the called pods say.</summary>
    public required AccessDecision Ingress { get; init; }

    /// <summary>What the mesh says.</summary>
    public required AccessDecision Mesh { get; init; }

    /// <summary>What would have to be known for a certain answer; empty if it is certain.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>What the answer takes for granted because the API does not tell it.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>The context of the kubeconfig that it was read with. Null if that is not known.</summary>
    public string? Context { get; init; }

    /// <summary>The kubeconfig that was named. Null if none was.</summary>
    public string? KubeConfig { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{From} -> {Namespace}/{To}: {Outcome}";
}
