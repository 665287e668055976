namespace MicroK8s.Evidence;

/// <summary>
/// The pairs of shares that a bet is spread over: a grid in odds, about as fine as matters. The share of stable only
/// decides how much chance there is in the counts, so steps of 2.5 lose little; the canary's distance from the border
/// decides how boldly to bet. Any grid and any weights keep the error rates; a better one only decides sooner.
/// </summary>
internal sealed class Alternatives
{
    private const double StableStep = 2.5;
    private const double HighestStableOdds = 9;

    private static readonly double[] Distances = [0.06, 0.125, 0.25, 0.5, 1, 2.5, 8, 30, 200];

    private Alternatives(double margin, IReadOnlyList<(double Canary, double Stable, double Weight)> points)
    {
        Margin = margin;
        double total = points.Sum(point => point.Weight);
        Canary = [.. points.Select(point => point.Canary)];
        Stable = [.. points.Select(point => point.Stable)];
        LogWeights = [.. points.Select(point => Math.Log(point.Weight / total))];
    }

    /// <summary>The margin that the border is drawn by.</summary>
    public double Margin { get; }

    /// <summary>The canary's failure share at each point.</summary>
    public double[] Canary { get; }

    /// <summary>The failure share of stable at each point.</summary>
    public double[] Stable { get; }

    /// <summary>Natural logarithms of weights that add up to 1.</summary>
    public double[] LogWeights { get; }

    /// <summary>Points where the canary is worse by more than the margin.</summary>
    public static Alternatives Worse(double margin) => new(margin,
    [
        .. from stable in StableShares(margin)
           let border = stable + margin
           where border < 1
           from distance in Distances
           select (FromOdds(Odds(border) * (1 + distance)), stable, 1.0),
    ]);

    /// <summary>
    /// Points where the canary is not worse by the margin; half of the weight where it is like stable.
    /// </summary>
    public static Alternatives NotWorse(double margin) => new(margin,
    [
        .. from stable in StableShares(margin)
           select (stable, stable, (double)Distances.Length),
        .. from stable in StableShares(margin)
           let border = stable + margin
           where border < 1
           from distance in Distances
           select (FromOdds(Odds(border) / (1 + distance)), stable, 1.0),
    ]);

    private static IEnumerable<double> StableShares(double margin)
    {
        for (double odds = margin / 8; odds < HighestStableOdds * StableStep; odds *= StableStep)
        {
            yield return FromOdds(Math.Min(odds, HighestStableOdds));
        }
    }

    private static double Odds(double share) => share / (1 - share);

    private static double FromOdds(double odds) => odds / (1 + odds);
}
