using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>Which microservices are meant.</summary>
/// <param name="Namespace">Their namespace; null for all.</param>
/// <param name="Names">Their names, if all of them are known; else none.</param>
/// <param name="Matches">Whether a name is meant.</param>
public sealed record ServiceQuery(string? Namespace, IReadOnlyList<string> Names, Func<string, bool> Matches)
{
    /// <summary>The kind of their workload. Null for all kinds.</summary>
    public WorkloadKind? Kind { get; init; }

    /// <summary>A label selector in the syntax of kubectl's <c>-l</c>, about their workloads; null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>The name, if one service is meant and nothing else about it is asked; else null.</summary>
    public string? OnlyName => Names.Count == 1 && Namespace is not null && LabelSelector is null ? Names[0] : null;

    /// <summary>The lists of the API behind it, one per kind.</summary>
    internal IReadOnlyList<ResourceQuery> PerKind =>
    [
        .. Workloads.PerKind.Select(query => OnlyName is { } name
            ? query with { FieldSelector = $"metadata.name={name}" }
            : query),
    ];

    /// <summary>The workloads behind it, apart from their names.</summary>
    internal WorkloadQuery Workloads => new(Namespace) { Kind = Kind, LabelSelector = LabelSelector };
}
