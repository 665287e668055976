using MicroK8s.Errors;

namespace MicroK8s.Evidence;

/// <summary>
/// The trial of one canary by one rule during one step. Immutable: each look gives a new trial. It can be looked at as
/// often as one likes, at any moments, and stopped at any of them; the error rates of the rule hold all the same.
/// </summary>
/// <remarks>
/// <para>
/// What is assumed: how many requests a side gets between two looks does not depend on the results of just these
/// requests, and requests fail independently, given the shares of the moment. Shares may change with time, as long as
/// they keep to the rule, or break it, all the time. The traffic weight may change between looks.
/// </para>
/// <para>
/// The comparison depends on how the counts came in blocks, so a session that takes over a step starts a new trial
/// from the counts of then, or repeats the looks that were recorded.
/// </para>
/// </remarks>
public sealed class EvidenceTrial
{
    private readonly EvidenceRule _rule;
    private readonly IDistributions _distributions;
    private readonly ComparisonTest? _comparison;
    private readonly HashSet<EvidenceCriterion> _failed;
    private readonly SideCounts _canary;
    private readonly SideCounts _stable;
    private readonly string? _refusal;
    private readonly double _logLimitAgainst;
    private readonly double _logLimitFor;

    private EvidenceTrial(
        EvidenceRule rule, IDistributions distributions, ComparisonTest? comparison,
        HashSet<EvidenceCriterion> failedBefore, SideCounts canary, SideCounts stable, string? refusal)
    {
        _rule = rule;
        _distributions = distributions;
        _comparison = comparison;
        _canary = canary;
        _stable = stable;
        _refusal = refusal;
        if (rule.AllowedFailureShare is { } limit)
        {
            _logLimitAgainst = LimitTest.LogAgainst(distributions, canary.Failures, canary.Requests, limit);
            _logLimitFor = LimitTest.LogFor(distributions, canary.Failures, canary.Requests, limit);
        }

        double fails = -Math.Log(rule.FalseRollbackPerCriterion);
        _failed = [.. failedBefore, .. Criteria.Where(criterion => LogAgainst(criterion) >= fails)];
        Outcome = refusal is not null && _failed.Count == 0
            ? EvidenceOutcome.Inconclusive
            : _failed.Count > 0 ? EvidenceOutcome.Fail
            : Criteria.All(criterion => OutcomeOf(criterion) == EvidenceOutcome.Pass) ? EvidenceOutcome.Pass
            : EvidenceOutcome.Inconclusive;
    }

    /// <summary>What the last look came to; the same as in <see cref="Verdict"/>, at no cost.</summary>
    public EvidenceOutcome Outcome { get; }

    private IEnumerable<EvidenceCriterion> Criteria
    {
        get
        {
            if (_rule.AllowedFailureShare is not null) yield return EvidenceCriterion.Limit;
            if (_rule.Margin is not null) yield return EvidenceCriterion.Comparison;
        }
    }

    /// <summary>A trial that has seen nothing yet.</summary>
    /// <param name="rule">What the canary must hold.</param>
    /// <param name="distributions">The special functions.</param>
    /// <exception cref="ClusterException">InvalidSpec: nothing to decide, or a number out of range.</exception>
    public static EvidenceTrial Start(EvidenceRule rule, IDistributions distributions)
    {
        rule.Require();
        ComparisonTest? comparison = rule.Margin is { } margin ? ComparisonTest.Start(margin) : null;
        return new EvidenceTrial(
            rule, distributions, comparison, [], default, default, refusal: null);
    }

    /// <summary>Looks at the counts. Decided is by what is new since the last look.</summary>
    /// <param name="canary">What the canary did since the step began.</param>
    /// <param name="stable">What the stable side did since the step began, read at the same moment.</param>
    /// <returns>
    /// The trial with this look. Counts that cannot be (negative, more failures than requests, more new failures than
    /// new requests, or less than at the last look) are not counted: the verdict is Inconclusive and says so, unless
    /// the canary failed before, and the next look is compared with the last one that was counted.
    /// </returns>
    public EvidenceTrial Look(SideCounts canary, SideCounts stable)
    {
        SideCounts newCanary = canary.Since(_canary);
        SideCounts newStable = stable.Since(_stable);
        string? refusal = Refusal("canary", canary, _canary, newCanary)
            ?? Refusal("stable", stable, _stable, newStable);
        return refusal is null
            ? new EvidenceTrial(
                _rule, _distributions, _comparison?.After(newCanary, newStable), _failed, canary, stable, refusal: null)
            : new EvidenceTrial(_rule, _distributions, _comparison, _failed, _canary, _stable, refusal);
    }

    /// <summary>Everything about the last look.</summary>
    public EvidenceVerdict Verdict()
    {
        CriterionVerdict[] criteria = [.. Criteria.Select(Describe)];
        return new EvidenceVerdict(
            Outcome, _canary, _stable,
            LimitTest.Interval(
                _distributions, _canary, _rule.FalseRollbackPerCriterion, _rule.Errors.MissedRegression),
            criteria, MissingOf(criteria), VerdictReason.Of(_rule, Outcome, criteria, _canary, _stable, _refusal,
                MissingOf(criteria)));
    }

    private static string? Refusal(string side, SideCounts counts, SideCounts before, SideCounts added) =>
        !counts.IsPossible ? FormattableString.Invariant(
            $"{counts.Failures} of {counts.Requests} requests of {side} cannot be")
        : added.Requests < 0 || added.Failures < 0 ? FormattableString.Invariant(
            $"the counts of {side} went back from {before.Failures} of {before.Requests} ")
            + FormattableString.Invariant($"to {counts.Failures} of {counts.Requests}")
        : !added.IsPossible ? FormattableString.Invariant(
            $"{side} has {added.Failures} new failures in {added.Requests} new requests")
        : null;

    private double LogAgainst(EvidenceCriterion criterion) =>
        criterion == EvidenceCriterion.Limit ? _logLimitAgainst : _comparison!.LogAgainst;

    private double LogFor(EvidenceCriterion criterion) =>
        criterion == EvidenceCriterion.Limit ? _logLimitFor : _comparison!.LogFor;

    private EvidenceOutcome OutcomeOf(EvidenceCriterion criterion) =>
        _failed.Contains(criterion) ? EvidenceOutcome.Fail
        : LogFor(criterion) >= -Math.Log(_rule.Errors.MissedRegression) ? EvidenceOutcome.Pass
        : EvidenceOutcome.Inconclusive;

    private CriterionVerdict Describe(EvidenceCriterion criterion)
    {
        EvidenceOutcome outcome = OutcomeOf(criterion);
        return new CriterionVerdict(
            criterion, outcome, Math.Exp(LogAgainst(criterion)), Math.Exp(LogFor(criterion)),
            outcome == EvidenceOutcome.Inconclusive ? Missing(criterion) : null);
    }

    private long? Missing(EvidenceCriterion criterion)
    {
        double alpha = _rule.FalseRollbackPerCriterion;
        double beta = _rule.Errors.MissedRegression;
        return criterion == EvidenceCriterion.Limit
            ? LimitTest.Missing(_distributions, _canary, _rule.AllowedFailureShare!.Value, alpha, beta)
            : _comparison!.Missing(_canary, _stable, _rule.Margin!.Value, alpha, beta);
    }

    /// <summary>A pass takes all criteria, so the one that needs most decides how many are missing.</summary>
    private long? MissingOf(IReadOnlyList<CriterionVerdict> criteria)
    {
        if (Outcome != EvidenceOutcome.Inconclusive) return null;
        long?[] open = [.. criteria.Where(one => one.Outcome == EvidenceOutcome.Inconclusive)
            .Select(one => one.MissingRequests)];
        return open.Length == 0 || open.Contains(null) ? null : open.Max();
    }
}
