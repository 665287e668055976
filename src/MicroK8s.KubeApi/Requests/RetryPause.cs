namespace MicroK8s.KubeApi.Requests;

/// <summary>How long to wait before a request is sent again.</summary>
internal static class RetryPause
{
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>What the server asks for, within reason; else a pause that doubles.</summary>
    public static TimeSpan Before(ApiStatus refusal, int attempt) => refusal.RetryAfter is { } asked
        ? TimeSpan.FromTicks(Math.Min(asked.Ticks, LongestRetryAfter.Ticks))
        : TimeSpan.FromMilliseconds(200 * Math.Pow(2, attempt - 1));
}
