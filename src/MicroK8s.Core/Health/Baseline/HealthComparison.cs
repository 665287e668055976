namespace MicroK8s.Health.Baseline;

/// <summary>
/// Compares the findings of one run with a baseline, one after the other, and at the end tells what is gone.
/// </summary>
/// <param name="baseline">What there was.</param>
/// <param name="namespaces">The namespaces that the run is limited to; none for all.</param>
public sealed class HealthComparison(HealthBaseline baseline, IReadOnlyList<string> namespaces)
{
    private readonly Dictionary<FindingKey, (HealthStatus Best, HealthFinding Worst)> _before = baseline.Findings
        .GroupBy(FindingKey.Of)
        .ToDictionary(same => same.Key, same => (
            same.Min(finding => RankOf(finding.Status)), same.MaxBy(finding => RankOf(finding.Status))!));

    private readonly HashSet<FindingKey> _seen = [];
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unsure = new(StringComparer.Ordinal);

    /// <summary>
    /// The finding with what became of it. Where the baseline has several of its key, it is the same if it is between
    /// the best and the worst of them.
    /// </summary>
    /// <param name="finding">A finding of the run.</param>
    public HealthFinding Compare(HealthFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        FindingKey key = FindingKey.Of(finding);
        HealthChange? change = ChangeOf(key, finding.Status);
        _seen.Add(key);
        _made.Add(finding.Check);

        // What the check could not see this time may still be there, unless it could not see it then either.
        if (finding.Status == HealthStatus.Unknown && change != HealthChange.Same) _unsure.Add(finding.Check);
        return finding with { Change = change };
    }

    /// <summary>
    /// What was not well in the baseline and is not found any more, as healthy findings; to be asked after the last
    /// one. A check that was not made, or not to its end, says nothing about what it found then.
    /// </summary>
    public IReadOnlyList<HealthFinding> ListGone() =>
    [
        .. _before.Where(entry => IsGone(entry.Key, entry.Value.Worst)).Select(entry => entry.Value.Worst with
        {
            Status = HealthStatus.Healthy,
            Evidence = $"Was {entry.Value.Worst.Status} in the baseline: {entry.Value.Worst.Evidence}",
            Remediation = null,
            Duration = TimeSpan.Zero,
            Change = HealthChange.Gone,
        }),
    ];

    private bool IsGone(FindingKey key, HealthFinding before) =>
        before.Status >= HealthStatus.Warning && !_seen.Contains(key)
        && _made.Contains(before.Check) && !_unsure.Contains(before.Check)
        && (namespaces.Count == 0 || before.Namespace is null || namespaces.Contains(before.Namespace));

    private HealthChange? ChangeOf(FindingKey key, HealthStatus now)
    {
        if (!_before.TryGetValue(key, out (HealthStatus Best, HealthFinding Worst) before))
        {
            return now >= HealthStatus.Warning ? HealthChange.New : null;
        }

        return RankOf(now) > RankOf(before.Worst.Status) ? HealthChange.Worse
            : RankOf(now) < before.Best ? HealthChange.Better
            : HealthChange.Same;
    }

    /// <summary>Something that is not there is as good as something that is well.</summary>
    private static HealthStatus RankOf(HealthStatus status) =>
        status == HealthStatus.Skipped ? HealthStatus.Healthy : status;
}
