namespace MicroK8s.Resources;

/// <summary>Names one object of the cluster.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Namespace">Its namespace; null for a cluster-wide kind.</param>
/// <param name="Name">Its name.</param>
public sealed record ResourceRef(ResourceType Type, string? Namespace, string Name)
{
    /// <summary>The path of the object, without a leading slash.</summary>
    public string Path => Type.Path(Namespace, Name);

    /// <summary>As people read it: <c>Deployment shop/user-service</c>.</summary>
    public override string ToString() => Namespace is null ? $"{Type.Kind} {Name}" : $"{Type.Kind} {Namespace}/{Name}";
}
