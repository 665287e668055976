using System.Globalization;

namespace MicroK8s.Health;

/// <summary>Sums the findings of a run up, as they come.</summary>
public sealed class HealthSummary
{
    private static readonly HealthStatus[] WorstFirst =
    [
        HealthStatus.Unhealthy, HealthStatus.Unknown, HealthStatus.Warning, HealthStatus.Skipped, HealthStatus.Healthy,
    ];

    private readonly Dictionary<(HealthCategory Category, HealthStatus Status), int> _counts = [];

    /// <summary>The worst status of all findings. What was not tested for lack of it does not count.</summary>
    public HealthStatus Worst => _counts.Keys.Select(key => key.Status)
        .Where(status => status != HealthStatus.Skipped).DefaultIfEmpty(HealthStatus.Healthy).Max();

    /// <summary>Counts a finding.</summary>
    /// <param name="finding">The finding.</param>
    public void Add(HealthFinding finding)
    {
        (HealthCategory, HealthStatus) key = (finding.Category, finding.Status);
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>
    /// The counts on one line, such as <c>2 unhealthy, 1 warning, 9 healthy in 3.1 s; Workloads: 2 unhealthy</c>: first
    /// of all findings, then of each part of the cluster where something is wrong, the worst part first.
    /// </summary>
    /// <param name="duration">How long the run took.</param>
    public string Describe(TimeSpan duration)
    {
        string time = string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s");
        if (_counts.Count == 0) return $"no findings in {time}";
        string all = string.Join(", ", WorstFirst.Select(status => (Status: status, Count: CountOf(status)))
            .Where(part => part.Count > 0).Select(part => Text(part.Status, part.Count)));
        IEnumerable<string> parts = _counts.Keys.Where(key => key.Status >= HealthStatus.Warning)
            .GroupBy(key => key.Category)
            .OrderByDescending(part => part.Max(key => key.Status))
            .ThenByDescending(part => _counts[part.MaxBy(key => key.Status)])
            .Select(part => $"{part.Key}: " + string.Join(", ", part.OrderByDescending(key => key.Status)
                .Select(key => Text(key.Status, _counts[key]))));
        return string.Join("; ", parts.Prepend($"{all} in {time}"));
    }

    private int CountOf(HealthStatus status) =>
        _counts.Where(count => count.Key.Status == status).Sum(count => count.Value);

    private static string Text(HealthStatus status, int count) => status switch
    {
        HealthStatus.Warning when count != 1 => $"{count} warnings",
        _ => $"{count} {status.ToString().ToLowerInvariant()}",
    };
}
