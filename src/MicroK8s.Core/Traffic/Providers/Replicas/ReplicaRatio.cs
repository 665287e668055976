namespace MicroK8s.Traffic.Providers.Replicas;

/// <summary>Replicas of the stable pods and of the canary's, whose share is their share of all pods.</summary>
/// <param name="Stable">Stable pods.</param>
/// <param name="Canary">Pods of the canary.</param>
internal readonly record struct ReplicaRatio(int Stable, int Canary)
{
    public int Total => Stable + Canary;

    /// <summary>The canary's share in percent, exactly. 0 without pods.</summary>
    public double Percent => Total == 0 ? 0 : 100.0 * Canary / Total;

    /// <summary>
    /// The numbers of pods that come closest to a share. Neither side is left without a pod unless it is to get
    /// nothing, and never are there fewer pods in all than before; of equally close numbers the smallest do.
    /// </summary>
    /// <param name="percent">The share that is wanted, 0 to 100.</param>
    /// <param name="least">How many pods there must be in all.</param>
    /// <param name="most">How many there may be; at least one for each side that gets anything.</param>
    public static ReplicaRatio Closest(int percent, int least, int most)
    {
        if (percent == 0) return new ReplicaRatio(least, 0);
        if (percent == 100) return new ReplicaRatio(0, least);
        ReplicaRatio best = default;
        for (int total = Math.Max(least, 2); total <= Math.Max(most, Math.Max(least, 2)); total++)
        {
            int below = total * percent / 100;
            foreach (int pods in new[] { below, below + 1 })
            {
                int canary = Math.Clamp(pods, 1, total - 1);
                var tried = new ReplicaRatio(total - canary, canary);
                if (best.Total == 0 || tried.DistanceTo(percent) < best.DistanceTo(percent) - 1e-9) best = tried;
            }
        }

        return best;
    }

    private double DistanceTo(int percent) => Math.Abs(Percent - percent);
}
