using MicroK8s.Resources;

namespace MicroK8s.Health;

/// <summary>
/// A list of objects that a check wants. Each list is read once in a run, for all checks that want it.
/// </summary>
/// <param name="Type">The kind.</param>
public sealed record HealthList(ResourceType Type)
{
    /// <summary>
    /// The kind as older servers have it, asked for where the first is not served. Null if there is none.
    /// </summary>
    public ResourceType? Older { get; init; }

    /// <summary>
    /// The only namespace that is meant. Null for those of the run: the ones that were chosen, or all of them.
    /// </summary>
    public string? Namespace { get; init; }

    /// <summary>Whether all namespaces are meant, whichever were chosen.</summary>
    public bool Everywhere { get; init; }

    /// <summary>A field selector such as <c>type=Warning</c>. Null for all objects.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Whether an object of the kind is in this list.</summary>
    /// <param name="item">The object.</param>
    /// <param name="chosen">The namespaces of the run; none for all.</param>
    public bool Contains(KubeObject item, IReadOnlyList<string> chosen) => Namespace is not null
        ? item.Namespace == Namespace
        : !Type.Namespaced || Everywhere || chosen.Count == 0 || chosen.Contains(item.Namespace!);
}
