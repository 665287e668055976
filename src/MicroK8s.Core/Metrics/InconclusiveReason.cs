namespace MicroK8s.Metrics;

/// <summary>Why numbers decide nothing.</summary>
public enum InconclusiveReason
{
    /// <summary>Prometheus has no series for the side: no request yet, no scrape, or other labels.</summary>
    NoSeries,

    /// <summary>
    /// The newest sample is too old, or older than the window: Prometheus does not scrape it any more.
    /// </summary>
    StaleScrape,

    /// <summary>There were fewer requests than asked for.</summary>
    TooFewRequests,

    /// <summary>Prometheus cannot be reached, is overloaded, or its Service is gone.</summary>
    PrometheusAway,

    /// <summary>The user may not ask it.</summary>
    AccessDenied,

    /// <summary>The answer is too large to be read.</summary>
    AnswerTooLarge,

    /// <summary>Prometheus itself says that its answer is a part only.</summary>
    PartialAnswer,
}
