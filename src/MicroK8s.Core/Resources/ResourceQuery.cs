namespace MicroK8s.Resources;

/// <summary>Which objects to list or to watch.</summary>
/// <param name="Type">Their kind.</param>
/// <param name="Namespace">Their namespace; null for all namespaces or for a cluster-wide kind.</param>
public sealed record ResourceQuery(ResourceType Type, string? Namespace)
{
    /// <summary>A label selector in the syntax of kubectl's <c>-l</c>; null for all objects.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>A field selector such as <c>metadata.name=web</c>; null for all objects.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>
    /// Objects per page. 500 is what kubectl asks for (kubernetes/kubectl, pkg/cmd/get, <c>--chunk-size</c>).
    /// </summary>
    public int PageSize { get; init; } = 500;

    /// <summary>
    /// Whether only the metadata of the objects is read, which is a small part of them (kubernetes/apimachinery,
    /// <c>PartialObjectMetadata</c>). For lists, not for watches.
    /// </summary>
    public bool MetadataOnly { get; init; }

    /// <summary>The query for one object by name, usable for a watch.</summary>
    /// <param name="target">The object.</param>
    public static ResourceQuery For(ResourceRef target) =>
        new(target.Type, target.Namespace) { FieldSelector = $"metadata.name={target.Name}" };
}
