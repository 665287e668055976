namespace MicroK8s.Evidence;

/// <summary>
/// The pairs of shares where the canary's is exactly the margin above that of stable: the border between a canary that
/// is worse by more than the margin and one that is not. Pure.
/// </summary>
internal static class MarginBoundary
{
    private const int MostSteps = 100;

    /// <summary>
    /// The share of stable at the point of the border that is hardest to tell from an alternative, in Kullback-Leibler
    /// divergence weighted by the numbers of requests.
    /// </summary>
    /// <param name="canaryShare">The alternative's share of the canary, above 0 and below 1.</param>
    /// <param name="stableShare">The alternative's share of stable, above 0 and below 1.</param>
    /// <param name="margin">Above 0 and at most 0.5.</param>
    /// <param name="ratio">Requests of stable per request of the canary in this block, above 0.</param>
    /// <returns>Above 0 and below 1 - margin.</returns>
    public static double Nearest(double canaryShare, double stableShare, double margin, double ratio)
    {
        // The divergence is convex along the border, so its slope has one zero, between the shares of both sides.
        double shifted = canaryShare - margin;
        double low = Math.Max(Math.Min(shifted, stableShare), 0);
        double high = Math.Min(Math.Max(shifted, stableShare), 1 - margin);
        double x = (low + high) / 2;
        for (int step = 0; step < MostSteps; step++)
        {
            double y = x + margin;
            double ofCanary = 1 / (y * (1 - y));
            double ofStable = ratio / (x * (1 - x));
            double slope = ((y - canaryShare) * ofCanary) + ((x - stableShare) * ofStable);
            if (slope > 0) high = x;
            else low = x;
            double bend = ((canaryShare / (y * y)) + ((1 - canaryShare) / ((1 - y) * (1 - y))))
                + (ratio * ((stableShare / (x * x)) + ((1 - stableShare) / ((1 - x) * (1 - x)))));
            double next = x - (slope / bend);
            if (!(next > low && next < high)) next = (low + high) / 2;
            if (Math.Abs(next - x) <= 1e-13 * next || next == low || next == high) return next;
            x = next;
        }

        return x;
    }
}
