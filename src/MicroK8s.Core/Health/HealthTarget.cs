using MicroK8s.Resources;

namespace MicroK8s.Health;

/// <summary>What a finding is about: one object, or something that is none, such as <c>all 3 nodes</c>.</summary>
/// <param name="Text">As people read it, such as <c>Pod shop/web-1</c>.</param>
public sealed record HealthTarget(string Text)
{
    /// <summary>The kind of the object. Null if it is none.</summary>
    public string? Kind { get; init; }

    /// <summary>The namespace of the object. Null if it has none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name of the object. Null if it is none.</summary>
    public string? Name { get; init; }

    /// <summary>An object.</summary>
    /// <param name="item">The object.</param>
    public static HealthTarget Of(KubeObject item) => Of(item.Kind, item.Namespace, item.Name);

    /// <summary>An object that need not exist.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="namespaceName">Its namespace. Null if it has none.</param>
    /// <param name="name">Its name.</param>
    public static HealthTarget Of(string kind, string? namespaceName, string name) =>
        new(namespaceName is null ? $"{kind} {name}" : $"{kind} {namespaceName}/{name}")
        {
            Kind = kind,
            Namespace = namespaceName,
            Name = name,
        };

    /// <inheritdoc/>
    public override string ToString() => Text;
}
