namespace MicroK8s.Traffic;

/// <summary>How all traffic is taken away from a canary, as far as shares go.</summary>
/// <param name="Shares">One plan per route that gives the canary a share.</param>
/// <param name="OtherWays">One sentence per way by which requests reach the canary all the same.</param>
public sealed record CanaryTrafficPlan(IReadOnlyList<WeightPlan> Shares, IReadOnlyList<string> OtherWays)
{
    /// <summary>
    /// The share that the canary keeps by its pods behind the Service of all, as a sentence. Null if it has none.
    /// </summary>
    public string? ShareOfPods { get; init; }
}
