namespace MicroK8s.Traffic;

/// <summary>Which weight a canary shall have.</summary>
/// <param name="Namespace">The namespace of the traffic rules.</param>
/// <param name="Service">The service, as a host: its name, or <c>name.namespace</c> if it lives elsewhere.</param>
/// <param name="Weight">The canary's share in whole percent, 0 to 100.</param>
public sealed record WeightRequest(string Namespace, string Service, int Weight)
{
    /// <summary>The canary's subset. Null if it has to be found.</summary>
    public string? Subset { get; init; }

    /// <summary>The VirtualService. Null for the only one that qualifies.</summary>
    public string? VirtualService { get; init; }

    /// <summary>The name or index of the route. Null for the only one that qualifies.</summary>
    public string? Route { get; init; }

    /// <summary>Whether destinations beside stable and canary may change, in proportion.</summary>
    public bool Rescale { get; init; }

    /// <summary>Whether a subset may get more traffic without having a ready pod.</summary>
    public bool IgnoreReadiness { get; init; }

    /// <summary>Whether an object may be changed that a controller owns.</summary>
    public bool IgnoreOwner { get; init; }
}
