namespace MicroK8s.Manifests;

/// <summary>How a set of manifests is to be published.</summary>
/// <param name="Manifests">The set, in the order of the input.</param>
/// <param name="DefaultNamespace">Where a manifest goes that names no namespace.</param>
public sealed record PublishRequest(IReadOnlyList<Manifest> Manifests, string DefaultNamespace)
{
    /// <summary>The only namespace that a manifest may name. Null for any.</summary>
    public string? OnlyNamespace { get; init; }

    /// <summary>Whether fields of other managers are taken over.</summary>
    public bool Force { get; init; }

    /// <summary>The label <c>app.kubernetes.io/part-of</c> that every object gets. Null for none.</summary>
    public string? Application { get; init; }

    /// <summary>Whether objects of that application that are not in the set are removed.</summary>
    public bool Prune { get; init; }
}
