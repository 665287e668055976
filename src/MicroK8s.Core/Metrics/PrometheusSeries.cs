namespace MicroK8s.Metrics;

/// <summary>One series, with its samples in the order of time.</summary>
/// <param name="Labels">
/// Its labels, the name of the metric among them as <c>__name__</c> unless the expression dropped it.
/// </param>
/// <param name="Samples">Its samples; one for an instant vector.</param>
public sealed record PrometheusSeries(
    IReadOnlyDictionary<string, string> Labels, IReadOnlyList<PrometheusSample> Samples)
{
    /// <summary>A label. Empty if the series has none of this name, which is the same to Prometheus.</summary>
    /// <param name="name">The name of the label.</param>
    public string Label(string name) => Labels.TryGetValue(name, out string? value) ? value : "";
}
