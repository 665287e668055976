namespace MicroK8s.Metrics;

/// <summary>Who counts HTTP requests, and under which names.</summary>
public abstract class MetricSource
{
    private protected MetricSource()
    {
    }

    /// <summary>The name by which it is chosen, such as <c>Istio</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// The ways in which its series may be named and labelled, the preferred one first. They depend on versions and on
    /// how Prometheus is set up.
    /// </summary>
    public abstract IReadOnlyList<MetricVariant> Variants { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
