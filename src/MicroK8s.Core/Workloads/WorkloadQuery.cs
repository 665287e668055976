using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>Which workloads to list.</summary>
/// <param name="Namespace">Their namespace; null for all namespaces.</param>
public sealed record WorkloadQuery(string? Namespace)
{
    /// <summary>Their kind. Null for all kinds.</summary>
    public WorkloadKind? Kind { get; init; }

    /// <summary>A label selector in the syntax of kubectl's <c>-l</c>; null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Whether only the metadata of the workloads is read.</summary>
    public bool MetadataOnly { get; init; }

    /// <summary>The queries of the API behind it, one per kind.</summary>
    internal IEnumerable<ResourceQuery> PerKind => (Kind is { } one ? [one] : WorkloadKinds.All).Select(
        kind => new ResourceQuery(kind.Type(), Namespace)
        {
            LabelSelector = LabelSelector,
            MetadataOnly = MetadataOnly,
        });
}
