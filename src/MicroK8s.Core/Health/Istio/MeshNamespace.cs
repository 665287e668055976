using MicroK8s.Resources;

namespace MicroK8s.Health.Istio;

/// <summary>What routes may lead to in one namespace.</summary>
/// <param name="Name">Its name.</param>
public sealed record MeshNamespace(string Name)
{
    /// <summary>The selector of each Service by name; empty for a Service without one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Services { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);

    /// <summary>The DestinationRules.</summary>
    public IReadOnlyList<KubeObject> DestinationRules { get; init; } = [];

    /// <summary>The pods.</summary>
    public IReadOnlyList<MeshPod> Pods { get; init; } = [];

    /// <summary>Why the namespace could not be read. Null if it was.</summary>
    public string? Denied { get; init; }
}
