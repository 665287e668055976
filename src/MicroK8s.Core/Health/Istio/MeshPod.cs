namespace MicroK8s.Health.Istio;

/// <summary>What a route needs to know of a pod.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="IsReady">Whether it may get traffic.</param>
public sealed record MeshPod(IReadOnlyDictionary<string, string> Labels, bool IsReady)
{
    /// <summary>Whether the pod has all these labels.</summary>
    /// <param name="labels">Labels with their values.</param>
    public bool Has(IReadOnlyDictionary<string, string> labels) =>
        labels.All(label => Labels.TryGetValue(label.Key, out string? value) && value == label.Value);
}
