using System.Collections;
using System.Globalization;
using MicroK8s.Errors;
using MicroK8s.Health;

namespace MicroK8s.Commands.Input;

/// <summary>The thresholds that a hashtable sets: names of the checks' thresholds, durations and percentages.</summary>
internal static class HealthThresholds
{
    public static IReadOnlyDictionary<string, double> Read(IDictionary given, IReadOnlyList<IHealthCheck> checks)
    {
        HealthThreshold[] known = [.. checks.SelectMany(check => check.Thresholds).DistinctBy(one => one.Name)];
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in given)
        {
            HealthThreshold threshold =
                known.FirstOrDefault(one => one.Name.Equals($"{entry.Key}", StringComparison.OrdinalIgnoreCase))
                ?? throw new ClusterException(
                    ClusterFault.InvalidSpec, $"-Threshold: no chosen check has a threshold '{entry.Key}'.", entry.Key,
                    known.Length == 0
                        ? "The chosen checks have none."
                        : $"The thresholds are: {string.Join(", ", known.Select(one => one.Name))}.");
            values[threshold.Name] = Read(threshold, entry.Value);
        }

        return values;
    }

    private static double Read(HealthThreshold threshold, object? given)
    {
        string text = Convert.ToString(InputPairs.Unwrap(given), CultureInfo.InvariantCulture)?.Trim() ?? "";
        return threshold.Unit switch
        {
            HealthUnit.Duration => (given as TimeSpan? ?? DurationAttribute.Parse(text))?.TotalSeconds
                ?? throw Refuse(threshold, text, "a duration such as 90s, 10m, 1h30m, 2d or 00:10:00"),
            _ => int.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out int percent)
                && percent <= 100
                ? percent
                : throw Refuse(threshold, text, "a percentage from 0 to 100"),
        };
    }

    private static ClusterException Refuse(HealthThreshold threshold, string text, string rule) => new(
        ClusterFault.InvalidSpec, $"-Threshold {threshold.Name}: '{text}' must be {rule}.", threshold.Name,
        $"{threshold.Meaning}.");
}
