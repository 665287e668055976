namespace MicroK8s.Evidence;

/// <summary>
/// The bets on the alternatives of one side of the border, and what each has won so far. Their weighted sum is an
/// e-process against everything on the other side. Immutable.
/// </summary>
/// <remarks>
/// In a block with numbers of requests that do not depend on their results, the likelihood ratio of an alternative to
/// the point of the border nearest to it (<see cref="MarginBoundary"/>) is an e-value against every pair of shares
/// beyond the border. For its mean is A^n B^m, with A and B the means for one request of each side; that is at most the
/// weighted mean of A and B to the power n + m; and this mean is linear in the two shares, 1 at the nearest point, and
/// by the optimality of that point no larger beyond the border, which is convex. Nothing in this needs shares that stay
/// the same from block to block, so products over blocks remain valid when load or an outage moves both sides. Sources:
/// R. J. Turner, A. Ly and P. D. Gruenwald, "Generic E-variables for exact sequential k-sample tests that allow for
/// optional stopping", Journal of Statistical Planning and Inference 230 (2024); R. J. Turner and P. D. Gruenwald,
/// "Exact anytime-valid confidence intervals for contingency tables and beyond", Statistics and Probability Letters 198
/// (2023), for a difference of two shares in the place of equality.
/// </remarks>
internal sealed class BlockBets
{
    private readonly Alternatives _alternatives;
    private readonly double[] _logWon;

    private BlockBets(Alternatives alternatives, double[] logWon)
    {
        _alternatives = alternatives;
        _logWon = logWon;
    }

    /// <summary>Natural logarithm of the e-value; 0 before the first block.</summary>
    public double LogEvidence => LogSum(_logWon);

    /// <summary>The stakes before the first block.</summary>
    public static BlockBets On(Alternatives alternatives) => new(alternatives, new double[alternatives.Canary.Length]);

    /// <summary>The bets after one more block, in which both sides had requests.</summary>
    public BlockBets After(SideCounts canary, SideCounts stable)
    {
        double ratio = (double)stable.Requests / canary.Requests;
        double[] won = new double[_logWon.Length];
        for (int point = 0; point < won.Length; point++)
        {
            won[point] = _logWon[point] + LogRatio(
                point, ratio, canary.Failures, canary.Requests, stable.Failures, stable.Requests);
        }

        return new BlockBets(_alternatives, won);
    }

    /// <summary>
    /// How many more requests of the canary take the evidence to a threshold that it has not reached, if all shares
    /// stay.
    /// </summary>
    /// <returns>Infinite if it takes more than <paramref name="most"/>.</returns>
    public double Missing(double canaryShare, double stableShare, double ratio, double logThreshold, double most)
    {
        double[] growth = [.. _logWon.Select((_, point) =>
            LogRatio(point, ratio, canaryShare, 1, stableShare * ratio, ratio))];
        if (After(most) < logThreshold) return double.PositiveInfinity;

        // Convex in the requests, so it crosses the threshold once.
        double low = 0;
        double high = most;
        while (high - low > 0.5)
        {
            double middle = (low + high) / 2;
            if (After(middle) < logThreshold) low = middle;
            else high = middle;
        }

        return high;

        double After(double requests) => LogSum([.. _logWon.Zip(growth, (won, more) => won + (more * requests))]);
    }

    private double LogSum(double[] logWon)
    {
        double most = double.NegativeInfinity;
        for (int point = 0; point < logWon.Length; point++)
        {
            most = Math.Max(most, _alternatives.LogWeights[point] + logWon[point]);
        }

        double sum = 0;
        for (int point = 0; point < logWon.Length; point++)
        {
            sum += Math.Exp(_alternatives.LogWeights[point] + logWon[point] - most);
        }

        return most + Math.Log(sum);
    }

    private double LogRatio(
        int point, double ratio,
        double canaryFailures, double canaryRequests, double stableFailures, double stableRequests)
    {
        double canary = _alternatives.Canary[point];
        double stable = _alternatives.Stable[point];
        double x = MarginBoundary.Nearest(canary, stable, _alternatives.Margin, ratio);
        double y = x + _alternatives.Margin;
        return (canaryFailures * Math.Log(canary / y))
            + ((canaryRequests - canaryFailures) * Math.Log((1 - canary) / (1 - y)))
            + (stableFailures * Math.Log(stable / x))
            + ((stableRequests - stableFailures) * Math.Log((1 - stable) / (1 - x)));
    }
}
