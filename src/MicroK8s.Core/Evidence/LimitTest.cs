namespace MicroK8s.Evidence;

/// <summary>
/// Is a failure share above or below a fixed limit? A pair of one-sided Bernoulli tests by the method of mixtures.
/// Pure.
/// </summary>
/// <remarks>
/// The likelihood ratio of a share p' above the limit q to q itself is, request by request, a supermartingale for every
/// true share of at most q, also for one that changes with time. So is its average over p', here over the part of
/// Beta(1/2, 1/2) above q, which has a closed form. By Ville's inequality it ever exceeds 1/alpha with probability
/// alpha at most, at whatever moments it is looked at. The mirror image tests for a share of at least q. Sources:
/// H. Robbins, "Statistical methods related to the law of the iterated logarithm", Annals of Mathematical Statistics 41
/// (1970); S. R. Howard, A. Ramdas, J. McAuliffe and J. Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence
/// sequences", Annals of Statistics 49 (2021), section on the beta-binomial mixture.
/// </remarks>
internal static class LimitTest
{
    private const double Prior = 0.5;

    /// <summary>
    /// Natural logarithm of the e-value against "the share is at most the limit"; 0 without requests.
    /// </summary>
    public static double LogAgainst(IDistributions distributions, double failures, double requests, double limit)
    {
        double good = requests - failures;
        double tail = distributions.BetaAbove(Prior + failures, Prior + good, limit)
            / distributions.BetaAbove(Prior, Prior, limit);
        return LogMixture(distributions, failures, good, limit) + Math.Log(tail);
    }

    /// <summary>
    /// Natural logarithm of the e-value against "the share is at least the limit"; 0 without requests.
    /// </summary>
    public static double LogFor(IDistributions distributions, double failures, double requests, double limit)
    {
        double good = requests - failures;
        double tail = distributions.BetaBelow(Prior + failures, Prior + good, limit)
            / distributions.BetaBelow(Prior, Prior, limit);
        return LogMixture(distributions, failures, good, limit) + Math.Log(tail);
    }

    /// <summary>The shares that neither test has rejected as a limit.</summary>
    /// <param name="distributions">The special functions.</param>
    /// <param name="counts">What was seen; the whole range without requests.</param>
    /// <param name="alpha">Error rate of the lower end.</param>
    /// <param name="beta">Error rate of the upper end.</param>
    public static RateInterval Interval(IDistributions distributions, SideCounts counts, double alpha, double beta)
    {
        double share = counts.FailureShare;
        double low = counts.Failures == 0
            ? 0
            : Edge(0, share, limit =>
                LogAgainst(distributions, counts.Failures, counts.Requests, limit) >= -Math.Log(alpha));
        double high = counts.Failures == counts.Requests
            ? 1
            : Edge(1, share, limit =>
                LogFor(distributions, counts.Failures, counts.Requests, limit) >= -Math.Log(beta));
        return new RateInterval(low, high, 1 - alpha - beta);
    }

    /// <summary>How many more requests would decide it, if failures keep coming at the present share.</summary>
    /// <returns>Null if it cannot be told.</returns>
    public static long? Missing(
        IDistributions distributions, SideCounts counts, double limit, double alpha, double beta)
    {
        if (counts.Requests == 0) return null;
        double share = counts.FailureShare;
        double most = Math.Max(1e7, 2.0 * counts.Requests);
        if (share == limit || !IsDecided(most)) return null;
        double enough = Edge(most, counts.Requests, IsDecided);
        return Math.Max(1, (long)Math.Ceiling(enough - counts.Requests));

        bool IsDecided(double requests) => share > limit
            ? LogAgainst(distributions, share * requests, requests, limit) >= -Math.Log(alpha)
            : LogFor(distributions, share * requests, requests, limit) >= -Math.Log(beta);
    }

    private static double LogMixture(IDistributions distributions, double failures, double good, double limit) =>
        distributions.LogBeta(Prior + failures, Prior + good) - distributions.LogBeta(Prior, Prior)
        - (failures * Math.Log(limit)) - (good * Math.Log(1 - limit));

    /// <summary>Where a condition that holds at one end and not at the other begins to hold, by bisection.</summary>
    private static double Edge(double holds, double fails, Func<double, bool> condition)
    {
        for (int step = 0; step < 60; step++)
        {
            double middle = (holds + fails) / 2;
            if (middle == holds || middle == fails) break;
            if (condition(middle)) holds = middle;
            else fails = middle;
        }

        return holds;
    }
}
