using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MicroK8s.Commands.Input;

/// <summary>
/// Lets a duration be written as kubectl takes it: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>, <c>500ms</c>. A
/// plain whole number is seconds, which is also what PowerShell makes of <c>30s</c> without quotes; the engine would
/// take it for days if it is a text, and else for units of 100 nanoseconds.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class DurationAttribute : InputAttribute
{
    protected override object? Read(object? given)
    {
        object? plain = given is PSObject wrapped ? wrapped.BaseObject : given;
        if (plain is null or TimeSpan) return plain;
        string text = Text(plain);
        return Parse(text) ?? throw Refuse(text, "is no duration such as 90s, 10m, 1h30m, 2d or 00:10:00");
    }

    /// <summary>The duration that a text is. Null if it is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        if (Parts().Match(text) is { Success: true } parts) return Sum(parts);
        return text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan duration)
            ? duration
            : null;
    }

    private static TimeSpan Sum(Match parts)
    {
        TimeSpan duration = TimeSpan.Zero;
        for (int index = 0; index < parts.Groups["number"].Captures.Count; index++)
        {
            int number = int.Parse(parts.Groups["number"].Captures[index].ValueSpan, CultureInfo.InvariantCulture);
            duration += parts.Groups["unit"].Captures[index].Value switch
            {
                "d" => TimeSpan.FromDays(number),
                "h" => TimeSpan.FromHours(number),
                "m" => TimeSpan.FromMinutes(number),
                "ms" => TimeSpan.FromMilliseconds(number),
                _ => TimeSpan.FromSeconds(number),
            };
        }

        return duration;
    }

    [GeneratedRegex("^(?:(?<number>[0-9]{1,6})(?<unit>ms|[dhms]))+$")]
    private static partial Regex Parts();
}
