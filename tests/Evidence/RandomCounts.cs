namespace MicroK8s.EvidenceSimulation;

/// <summary>Random numbers of requests and failures, the same for the same seed on every machine.</summary>
internal sealed class RandomCounts(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>
    /// A number of requests with this mean: Poisson, and its normal approximation from a mean of 30 on.
    /// </summary>
    public long Requests(double mean)
    {
        if (mean >= 30)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
            double normal = radius * Math.Cos(2 * Math.PI * _random.NextDouble());
            return Math.Max(0, (long)Math.Round(mean + (Math.Sqrt(mean) * normal)));
        }

        double limit = Math.Exp(-mean);
        long count = -1;
        for (double product = 1; product > limit; count++) product *= 1 - _random.NextDouble();
        return Math.Max(0, count);
    }

    /// <summary>How many of the requests fail: binomial, exactly, from one failure to the next.</summary>
    public long Failures(long requests, double share)
    {
        if (share <= 0) return 0;
        if (share >= 1) return requests;
        double perRequest = Math.Log(1 - share);
        long failures = 0;
        double at = 0;
        while (true)
        {
            at += 1 + Math.Floor(Math.Log(1 - _random.NextDouble()) / perRequest);
            if (at > requests) return failures;
            failures++;
        }
    }
}
