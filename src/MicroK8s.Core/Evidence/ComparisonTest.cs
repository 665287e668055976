namespace MicroK8s.Evidence;

/// <summary>
/// Does the canary's failure share exceed that of stable by more than a margin? Bets in both directions, on blocks in
/// which both sides had requests. Immutable.
/// </summary>
internal sealed class ComparisonTest
{
    /// <summary>
    /// Requests that each side needs before a block is closed. With fewer, the numbers of both sides vary so much that
    /// the comparison within a block wastes evidence. Only numbers of requests decide when a block ends, never results.
    /// </summary>
    private const int BlockRequests = 5;

    /// <summary>More requests than that are as good as never.</summary>
    private const double MostMissing = 1e7;

    private readonly BlockBets _against;
    private readonly BlockBets _for;
    private readonly SideCounts _openCanary;
    private readonly SideCounts _openStable;

    private ComparisonTest(BlockBets against, BlockBets @for, SideCounts openCanary, SideCounts openStable)
    {
        _against = against;
        _for = @for;
        _openCanary = openCanary;
        _openStable = openStable;
        LogAgainst = against.LogEvidence;
        LogFor = @for.LogEvidence;
    }

    /// <summary>Natural logarithm of the e-value against "worse by at most the margin".</summary>
    public double LogAgainst { get; }

    /// <summary>Natural logarithm of the e-value against "worse by at least the margin".</summary>
    public double LogFor { get; }

    /// <summary>The test before the first look.</summary>
    /// <param name="margin">Above 0 and at most 0.5.</param>
    public static ComparisonTest Start(double margin) =>
        new(BlockBets.On(Alternatives.Worse(margin)), BlockBets.On(Alternatives.NotWorse(margin)), default, default);

    /// <summary>The test after what happened between two looks.</summary>
    public ComparisonTest After(SideCounts canary, SideCounts stable)
    {
        canary = _openCanary.And(canary);
        stable = _openStable.And(stable);
        return Math.Min(canary.Requests, stable.Requests) < BlockRequests
            ? new ComparisonTest(_against, _for, canary, stable)
            : new ComparisonTest(_against.After(canary, stable), _for.After(canary, stable), default, default);
    }

    /// <summary>How many more requests of the canary would decide it, if all shares stay as in these counts.</summary>
    /// <returns>Null if it cannot be told.</returns>
    public long? Missing(SideCounts canary, SideCounts stable, double margin, double alpha, double beta)
    {
        if (canary.Requests == 0 || stable.Requests == 0) return null;
        double ratio = (double)stable.Requests / canary.Requests;
        bool isWorse = canary.FailureShare - stable.FailureShare > margin;
        double missing = (isWorse ? _against : _for).Missing(
            canary.FailureShare, stable.FailureShare, ratio, -Math.Log(isWorse ? alpha : beta), MostMissing);
        return double.IsFinite(missing) ? Math.Max(1, (long)Math.Ceiling(missing)) : null;
    }
}
