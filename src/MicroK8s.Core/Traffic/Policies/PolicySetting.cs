namespace MicroK8s.Traffic.Policies;

/// <summary>The parts of a traffic policy, each of which is set and removed by itself.</summary>
public enum PolicySetting
{
    /// <summary>How requests are spread over pods, also by hash and by locality.</summary>
    LoadBalancer,

    /// <summary>Limits of connections, waiting requests and retries.</summary>
    ConnectionPool,

    /// <summary>The circuit breaker: pods that fail are left out for a while.</summary>
    Outlier,

    /// <summary>Whether and how connections to the service are encrypted.</summary>
    Tls,

    /// <summary>How long a request may take in all.</summary>
    Timeout,

    /// <summary>How often and when a request is tried again.</summary>
    Retries,

    /// <summary>Delays and errors that are made on purpose.</summary>
    Fault,
}
