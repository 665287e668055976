using System.Globalization;
using k8s.Autorest;

namespace MicroK8s.KubeApi.Requests;

/// <summary>How long to wait before a request is sent again.</summary>
internal static class RetryPause
{
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>What the server asks for, within reason; else a pause that doubles.</summary>
    public static TimeSpan Before(HttpOperationException exception, int attempt)
    {
        if (exception.Response.Headers.TryGetValue("Retry-After", out IEnumerable<string>? values)
            && int.TryParse(
                values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, LongestRetryAfter.TotalSeconds));
        }

        return TimeSpan.FromMilliseconds(200 * Math.Pow(2, attempt - 1));
    }
}
