namespace MicroK8s.Metrics;

/// <summary>The type of an expression (prometheus.io, "Querying basics").</summary>
public enum PrometheusResultKind
{
    /// <summary>One sample for each series, at the instant of the query.</summary>
    Vector,

    /// <summary>The samples of each series within a range, at the instants of their scrapes.</summary>
    Matrix,

    /// <summary>One number without labels.</summary>
    Scalar,
}
