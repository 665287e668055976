using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>The pods behind a backend, whether a Service alone selects them or a subset of it.</summary>
/// <param name="Namespace">Their namespace.</param>
/// <param name="Service">What the Service selects, never empty. Null if it was not read, or selects nothing.</param>
/// <param name="Subset">The labels of the subset; empty for all pods of the Service.</param>
internal sealed record PodSelector(
    string? Namespace, IReadOnlyDictionary<string, string>? Service, IReadOnlyDictionary<string, string> Subset)
{
    /// <summary>The track that all these pods share: stable or canary. Null if they have none.</summary>
    public string? Track =>
        Subset.GetValueOrDefault(ServiceLabels.Track) ?? Service?.GetValueOrDefault(ServiceLabels.Track);

    /// <summary>Whether pods of a namespace with these labels are selected.</summary>
    public bool Selects(string? namespaceName, IReadOnlyDictionary<string, string> labels) =>
        Service is not null && namespaceName == Namespace && LabelSelectors.Matches(Service, labels)
        && LabelSelectors.Matches(Subset, labels);
}
