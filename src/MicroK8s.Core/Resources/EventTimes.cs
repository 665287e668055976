namespace MicroK8s.Resources;

/// <summary>
/// How often and when an event happened. The newer API fills <c>eventTime</c> and <c>series</c>, the older one
/// <c>firstTimestamp</c>, <c>lastTimestamp</c> and <c>count</c> (kubernetes/api, core/v1 <c>Event</c>).
/// </summary>
public static class EventTimes
{
    /// <summary>How often it happened; at least 1.</summary>
    /// <param name="item">The event.</param>
    public static int Count(KubeObject item) =>
        Math.Max(1, Math.Max(item.Json.Count("count"), item.Json.Count("series", "count")));

    /// <summary>When it happened first, by the cluster's clock.</summary>
    /// <param name="item">The event.</param>
    public static DateTimeOffset First(KubeObject item) =>
        item.Json.Time("firstTimestamp") ?? item.Json.Time("eventTime") ?? item.Created ?? Last(item);

    /// <summary>When it happened last, by the cluster's clock.</summary>
    /// <param name="item">The event.</param>
    public static DateTimeOffset Last(KubeObject item) =>
        item.Json.Time("series", "lastObservedTime") ?? item.Json.Time("lastTimestamp")
        ?? item.Json.Time("eventTime") ?? item.Created ?? DateTimeOffset.MinValue;
}
