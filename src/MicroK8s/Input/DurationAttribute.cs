using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MicroK8s.Commands.Input;

/// <summary>
/// Lets a duration be written as kubectl takes it: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>, <c>500ms</c>. A
/// plain whole number is seconds; the engine would take it for days if it is a text, and else for units of 100
/// nanoseconds. <c>30s</c> and <c>2d</c> are numbers to PowerShell, a short one and a decimal one: an argument keeps
/// how it was typed, a variable does not, so a decimal number is refused.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class DurationAttribute : InputAttribute
{
    /// <summary>The shortest that is accepted, in seconds; goes with <see cref="Longest"/>.</summary>
    public int Shortest { get; init; }

    /// <summary>The longest that is accepted, in seconds. 0: no limit is checked here.</summary>
    public int Longest { get; init; }

    protected override object? Read(object? given)
    {
        object? plain = given is PSObject wrapped ? wrapped.BaseObject : given;
        if (plain is null) return null;
        string text = given is PSObject typed ? typed.ToString() : Text(given);
        if (plain is decimal && text == Text(plain))
        {
            throw Refuse(text, "is a decimal number", "Write days in quotes, such as '2d'.");
        }

        TimeSpan duration = plain is TimeSpan known ? known : Parse(text)
            ?? throw Refuse(text, "is not a duration such as 90s, 10m, 1h30m, 2d or 00:10:00");
        bool isOutside = Longest > 0 && (duration.TotalSeconds < Shortest || duration.TotalSeconds > Longest);
        return isOutside ? throw Refuse(text, $"must be from {Words(Shortest)} to {Words(Longest)}") : duration;
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

    /// <summary>A limit in its largest whole unit.</summary>
    private static string Words(int seconds)
    {
        (int Size, string Name)[] units = [(24 * 3600, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
        (int size, string name) = units.First(unit => seconds % unit.Size == 0);
        return $"{seconds / size} {name}{(seconds == size ? "" : "s")}";
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
