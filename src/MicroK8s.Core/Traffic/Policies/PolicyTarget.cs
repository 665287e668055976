namespace MicroK8s.Traffic.Policies;

/// <summary>Whose policy is meant.</summary>
/// <param name="Namespace">The namespace of the traffic rules, and of the callers that follow them.</param>
/// <param name="Service">The service as a rule of the namespace names it.</param>
public sealed record PolicyTarget(string Namespace, string Service)
{
    /// <summary>The number of a port. Null for all.</summary>
    public int? Port { get; init; }

    /// <summary>A subset. Null for all pods.</summary>
    public string? Subset { get; init; }

    /// <summary>The only provider, <c>Istio</c> or <c>GatewayApi</c>. Null for the one that routes the
    /// service.</summary>
    public string? Provider { get; init; }

    /// <summary>The VirtualService or HTTPRoute that is meant. Null if there is one only.</summary>
    public string? RouteObject { get; init; }

    /// <summary>The route that is meant, by name or index. Null if there is one only.</summary>
    public string? Route { get; init; }

    /// <summary>Whether to write also what a controller owns or no request reaches.</summary>
    public bool Force { get; init; }

    internal PolicyScope Scope => new(Port, Subset);
}
