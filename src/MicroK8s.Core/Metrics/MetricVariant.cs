namespace MicroK8s.Metrics;

/// <summary>One way in which the series of a source are named and labelled.</summary>
public sealed class MetricVariant
{
    private readonly Func<MetricSide, MetricSelection> _select;

    internal MetricVariant(string source, string description, Func<MetricSide, MetricSelection> select)
    {
        Source = source;
        Description = description;
        _select = select;
    }

    /// <summary>The name of its source, such as <c>Istio</c>.</summary>
    public string Source { get; }

    /// <summary>
    /// The metric and what is special about it, such as <c>istio_requests_total, reporter destination</c>.
    /// </summary>
    public string Description { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Source} ({Description})";

    internal MetricSelection Select(MetricSide side) => _select(side.Checked());
}
