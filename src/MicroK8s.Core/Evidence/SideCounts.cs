namespace MicroK8s.Evidence;

/// <summary>
/// What one side, the canary or the stable one, did since the step began: cumulative, so both numbers only grow from
/// look to look. Whoever reads the metrics removes the resets of counters (a pod that restarted, a pod that went)
/// before it makes these counts.
/// </summary>
/// <param name="Requests">Finished requests, 0 or more.</param>
/// <param name="Failures">
/// Requests among them that count as failed, at most <paramref name="Requests"/>. For a gate of latency these are the
/// requests slower than the bound: <c>p99 &lt; 500ms</c> means that at most 1% of requests take longer than 500 ms.
/// </param>
public readonly record struct SideCounts(long Requests, long Failures)
{
    /// <summary>Failures per request, 0 to 1; 0 if there are no requests.</summary>
    public double FailureShare => Requests == 0 ? 0 : (double)Failures / Requests;

    /// <summary>Whether such counts can be: nothing negative, and no more failures than requests.</summary>
    internal bool IsPossible => Failures >= 0 && Failures <= Requests;

    /// <summary>What happened between an earlier look and this one.</summary>
    /// <param name="earlier">The counts of the earlier look.</param>
    internal SideCounts Since(SideCounts earlier) => new(Requests - earlier.Requests, Failures - earlier.Failures);

    /// <summary>Both together.</summary>
    /// <param name="other">Counts of the same side and of another time.</param>
    internal SideCounts And(SideCounts other) => new(Requests + other.Requests, Failures + other.Failures);
}
