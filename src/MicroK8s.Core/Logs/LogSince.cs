using System.Globalization;
using System.Text.RegularExpressions;

namespace MicroK8s.Logs;

/// <summary>
/// From when on log lines are wanted: an age or a time. PowerShell makes one from either, and from text.
/// </summary>
public sealed partial record LogSince
{
    /// <summary>Lines not older than this, by the nodes' clocks.</summary>
    /// <param name="age">The age; a sign makes no difference.</param>
    public LogSince(TimeSpan age) => Age = age.Duration();

    /// <summary>Lines from this time on.</summary>
    /// <param name="time">The time; local if it does not say otherwise.</param>
    public LogSince(DateTime time) => Time = new DateTimeOffset(time.ToUniversalTime());

    /// <summary>Lines from this time on.</summary>
    /// <param name="time">The time.</param>
    public LogSince(DateTimeOffset time) => Time = time.ToUniversalTime();

    /// <summary>The greatest age. Null if a time was given.</summary>
    public TimeSpan? Age { get; }

    /// <summary>The earliest time, UTC. Null if an age was given.</summary>
    public DateTimeOffset? Time { get; }

    /// <summary>Reads <c>5m</c>, <c>1h30m</c>, <c>2d</c>, <c>00:05:00</c>, or a time.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static LogSince Parse(string text)
    {
        Match units = Units().Match(text);
        if (text.Length > 0 && units.Success)
        {
            double Value(string name) => units.Groups[name].Success
                ? double.Parse(units.Groups[name].Value, CultureInfo.InvariantCulture)
                : 0;
            return new LogSince(TimeSpan.FromSeconds(
                (Value("d") * 86400) + (Value("h") * 3600) + (Value("m") * 60) + Value("s")));
        }

        if (text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan age)) return new LogSince(age);
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time)
            ? new LogSince(time)
            : throw new FormatException($"'{text}' is neither an age such as 5m or 00:05:00 nor a time.");
    }

    [GeneratedRegex(
        @"^(?:(?<d>\d{1,5})d)?(?:(?<h>\d{1,6})h)?(?:(?<m>\d{1,8})m)?(?:(?<s>\d{1,9}(?:\.\d+)?)s)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Units();
}
