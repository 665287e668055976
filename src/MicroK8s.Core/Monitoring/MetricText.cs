using System.Globalization;

namespace MicroK8s.Monitoring;

/// <summary>Figures as people read them in a table. Records have numbers, which sort.</summary>
public static class MetricText
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>
    /// Numbers as a line of blocks (U+2581 to U+2588): the highest is a full block, 0 the lowest. Empty for none.
    /// </summary>
    /// <param name="values">The numbers, 0 or more.</param>
    public static string OfTrend(IEnumerable<long> values)
    {
        long[] all = [.. values];
        long most = all.DefaultIfEmpty().Max();
        return string.Concat(all.Select(value =>
            Blocks[most <= 0 ? 0 : (int)Math.Ceiling(Math.Max(value, 0) / (double)most * (Blocks.Length - 1))]));
    }

    /// <summary>A duration with three digits, such as <c>12.3ms</c> or <c>1.52s</c>. Empty for null.</summary>
    /// <param name="duration">The duration.</param>
    public static string OfDuration(TimeSpan? duration) => duration is not { } some ? ""
        : some < TimeSpan.FromSeconds(1) ? $"{Digits(some.TotalMilliseconds)}ms"
        : $"{Digits(some.TotalSeconds)}s";

    /// <summary>A number with three digits, such as <c>0.123</c>, <c>12.3</c> or <c>1234</c>. Empty for null.</summary>
    /// <param name="number">The number, 0 or more.</param>
    public static string OfNumber(double? number) => number is { } some ? Digits(some) : "";

    private static string Digits(double number) => number.ToString(
        number switch { >= 100 => "0", >= 10 => "0.#", >= 1 => "0.##", _ => "0.###" }, CultureInfo.InvariantCulture);
}
