namespace MicroK8s.Evidence;

/// <summary>
/// Where the canary's failure share lies. The interval is always valid: the probability that it ever misses the true
/// share, at any of all looks, is at most 1 - <paramref name="Confidence"/>. It belongs to the decision about a fixed
/// limit: that one is Fail when the limit is below the interval, and Pass when it is above.
/// </summary>
/// <param name="Low">Lower end, 0 to 1.</param>
/// <param name="High">Upper end, 0 to 1.</param>
/// <param name="Confidence">0 to 1: one minus both error rates of the rule.</param>
public sealed record RateInterval(double Low, double High, double Confidence);
