using System.Globalization;
using System.Text.RegularExpressions;

namespace MicroK8s.Conventions;

/// <summary>Durations as Go writes them: <c>30s</c>, <c>1m30s</c>, <c>20.5s</c>, <c>15ms</c>.</summary>
public static partial class GoDuration
{
    /// <summary>Reads a duration (Go, package time, <c>ParseDuration</c>). Null if it is none.</summary>
    /// <param name="text">The text. Null reads as none.</param>
    public static TimeSpan? TryParse(string? text)
    {
        if (text is null || Parts().Match(text) is not { Success: true } match) return null;
        double seconds = 0;
        for (int index = 0; index < match.Groups["number"].Captures.Count; index++)
        {
            double number =
                double.Parse(match.Groups["number"].Captures[index].ValueSpan, CultureInfo.InvariantCulture);
            seconds += number * match.Groups["unit"].Captures[index].Value switch
            {
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "ns" => 1e-9,
                _ => 1e-6,
            };
        }

        return seconds <= TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>
    /// A duration in whole seconds, else in whole milliseconds, which both Istio and the Gateway API take.
    /// </summary>
    /// <param name="time">The duration; less than a millisecond is cut off.</param>
    public static string Text(TimeSpan time) => time.Ticks % TimeSpan.TicksPerSecond == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / TimeSpan.TicksPerSecond}s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / TimeSpan.TicksPerMillisecond}ms");

    [GeneratedRegex("^(?:(?<number>[0-9]{1,9}(?:\\.[0-9]{1,9})?)(?<unit>h|ms|m|s|us|µs|ns))+\\z")]
    private static partial Regex Parts();
}
