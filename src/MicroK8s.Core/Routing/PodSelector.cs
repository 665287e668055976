using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>The pods behind a backend, whether a Service alone selects them or a subset of it.</summary>
/// <param name="Namespace">Their namespace.</param>
/// <param name="Service">What the Service selects; never empty.</param>
/// <param name="Subset">The labels of the subset; empty for all pods of the Service.</param>
internal sealed record PodSelector(
    string? Namespace, IReadOnlyDictionary<string, string> Service, IReadOnlyDictionary<string, string> Subset)
{
    /// <summary>Whether pods of a namespace with these labels are selected.</summary>
    public bool Selects(string? namespaceName, IReadOnlyDictionary<string, string> labels) =>
        namespaceName == Namespace && LabelSelectors.Matches(Service, labels) && LabelSelectors.Matches(Subset, labels);
}
