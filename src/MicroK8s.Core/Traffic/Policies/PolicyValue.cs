namespace MicroK8s.Traffic.Policies;

/// <summary>How the value of a policy field is read and checked.</summary>
internal enum PolicyValue
{
    /// <summary>Any text that is not empty.</summary>
    Text,

    /// <summary>The name of a ConfigMap.</summary>
    ConfigMap,

    /// <summary>A truth value.</summary>
    Flag,

    /// <summary>A whole number, 0 or greater.</summary>
    Count,

    /// <summary>A whole number, 1 or greater.</summary>
    Positive,

    /// <summary>Percent from 0 to 100.</summary>
    Percent,

    /// <summary>Percent from 1 to 100, where 0 would be taken for the default.</summary>
    PositivePercent,

    /// <summary>A duration of a millisecond or more.</summary>
    Duration,

    /// <summary>A duration that may be 0.</summary>
    DurationOrNone,

    /// <summary>An HTTP status from 200 to 599.</summary>
    Status,

    /// <summary>An algorithm that spreads requests.</summary>
    Algorithm,

    /// <summary>A mode of TLS.</summary>
    Tls,

    /// <summary>When a request is tried again.</summary>
    RetryOn,

    /// <summary>Pairs of regions.</summary>
    Failover,

    /// <summary>Weights of localities, by the locality of the caller.</summary>
    Distribution,
}
