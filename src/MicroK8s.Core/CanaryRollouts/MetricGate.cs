using MicroK8s.Errors;
using MicroK8s.Evidence;
using MicroK8s.Metrics;
using MicroK8s.Traffic;

namespace MicroK8s.CanaryRollouts;

/// <summary>
/// Requests as Prometheus counted them, of the canary and of the stable side over the same time: a sequential test with
/// stated error rates. It decides as soon as the evidence suffices; what cannot be counted is inconclusive.
/// </summary>
/// <param name="reader">Where the counts come from.</param>
/// <param name="sources">Who counts, the preferred one first.</param>
/// <param name="criterion">What the requests have to be like.</param>
/// <param name="distributions">The statistics.</param>
public sealed class MetricGate(
    MetricReader reader, IReadOnlyList<MetricSource> sources, MetricCriterion criterion, IDistributions distributions)
    : IStepGate
{
    private readonly Dictionary<StepScene, Trial> _trials = [];

    /// <inheritdoc/>
    public string Name => criterion.Name;

    /// <inheritdoc/>
    public bool IsContinuous => true;

    /// <inheritdoc/>
    public async Task BeginAsync(StepScene scene, CancellationToken cancellationToken)
    {
        // All requests are the canary's: there is nobody to compare with.
        EvidenceRule rule = scene.Weight < 100 ? criterion.Rule : criterion.Rule with { Margin = null };
        var trial = new Trial(scene, rule);
        if (trial.IsDecidable) trial.Evidence = EvidenceTrial.Start(rule, distributions);
        _trials[scene] = trial;
        await TryStartAsync(trial, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<GateVerdict> LookAsync(StepScene scene, CancellationToken cancellationToken)
    {
        Trial trial = _trials[scene];
        if (!trial.IsDecidable)
        {
            return new GateVerdict(Name, EvidenceOutcome.Pass, "the canary gets everything, so nothing is compared");
        }

        if (await TryStartAsync(trial, cancellationToken).ConfigureAwait(false) is { } away) return Unknown(away);
        DateTimeOffset now = await reader.GetTimeAsync(cancellationToken).ConfigureAwait(false);
        var window = new MetricWindow(trial.Start!.Value, now);
        if (window.Length <= TimeSpan.Zero) return Unknown("no time has passed");
        if (trial.Variant is null)
        {
            MetricLookup found = await reader.FindAsync(sources, trial.Sides, cancellationToken).ConfigureAwait(false);
            if (found.Variant is null) return Unknown(found.Inconclusive!.Message);
            trial.Variant = found.Variant;
        }

        var question = new MetricQuestion { SlowerThan = criterion.SlowerThan, Quantile = criterion.Quantile };
        MetricReading[] readings = await Task.WhenAll(trial.Sides.Select(side =>
            reader.ReadAsync(trial.Variant, side, window, question, cancellationToken))).ConfigureAwait(false);
        if (readings.OfType<MetricInconclusive>()
            .FirstOrDefault(one => one.Reason != InconclusiveReason.TooFewRequests) is { } gap)
        {
            return Unknown(gap.Message);
        }

        SideCounts[] counts = [.. readings.Select(Counts)];
        trial.Evidence = trial.Evidence!.Look(counts[0], counts.Length > 1 ? counts[1] : default);
        EvidenceVerdict verdict = trial.Evidence.Verdict();
        return new GateVerdict(Name, verdict.Outcome, verdict.Reason)
        {
            Evidence = verdict,
            Latency = (readings[0] as MetricCounts)?.Latency?.Quantile,
        };
    }

    private GateVerdict Unknown(string why) => new(Name, EvidenceOutcome.Inconclusive, why.TrimEnd('.'));

    /// <summary>The step begins by the clock of Prometheus; as long as that is away, it has not begun.</summary>
    /// <returns>Why it has not begun. Null if it has.</returns>
    private async Task<string?> TryStartAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (trial.Start is not null) return null;
        try
        {
            trial.Start = await reader.GetTimeAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ClusterException exception)
        {
            return exception.Message;
        }
    }

    private SideCounts Counts(MetricReading reading)
    {
        MetricCounts? counts = reading as MetricCounts ?? (reading as MetricInconclusive)?.Counts;
        if (counts is null) return default;
        return criterion.SlowerThan is null
            ? new SideCounts(counts.Requests, counts.Failures)
            : new SideCounts(counts.Latency?.Timed ?? 0, counts.Latency?.Slow ?? 0);
    }

    /// <summary>One step of one canary.</summary>
    private sealed class Trial(StepScene scene, EvidenceRule rule)
    {
        public bool IsDecidable { get; } = rule.AllowedFailureShare is not null || rule.Margin is not null;

        /// <summary>The canary, and stable if it is compared with.</summary>
        public IReadOnlyList<MetricSide> Sides { get; } =
            rule.Margin is null ? [CanaryOf(scene)] : [CanaryOf(scene), StableOf(scene)];

        public DateTimeOffset? Start { get; set; }

        public MetricVariant? Variant { get; set; }

        public EvidenceTrial? Evidence { get; set; }

        private static MetricSide CanaryOf(StepScene scene) => new(scene.Namespace, scene.Canary.Name)
        {
            Service = IsOfServices(scene.Split) ? scene.Split.Canary : null,
            CanaryOf = scene.Split.Provider == MetricSources.IngressNginx.Name ? scene.Split.Stable : null,
        };

        private static MetricSide StableOf(StepScene scene) => new(scene.Namespace, scene.Name)
        {
            Service = IsOfServices(scene.Split) ? scene.Split.Stable : null,
        };

        private static bool IsOfServices(TrafficSplit split) => split is { CanarySubset: null, Canary: not null };
    }
}
