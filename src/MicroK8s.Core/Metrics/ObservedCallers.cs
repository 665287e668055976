namespace MicroK8s.Metrics;

/// <summary>Who called some pods lately, as far as a Prometheus knows.</summary>
/// <param name="Window">The time up to now that was looked at.</param>
/// <param name="Callers">
/// Everyone whose calls were counted, those with the most calls first; also those who called before the window only.
/// </param>
public sealed record ObservedCallers(TimeSpan Window, IReadOnlyList<ObservedCaller> Callers)
{
    /// <summary>
    /// Why nothing, or not all, is known, as the end of a sentence, such as <c>Prometheus has no Istio metrics of
    /// it</c>. Null if Prometheus has the metrics.
    /// </summary>
    public string? Gap { get; init; }

    /// <summary>Nothing is known.</summary>
    /// <param name="window">The time that was to be looked at.</param>
    /// <param name="gap">Why.</param>
    public static ObservedCallers Unknown(TimeSpan window, string gap) => new(window, []) { Gap = gap };
}
