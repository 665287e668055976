using MicroK8s.Evidence;

namespace MicroK8s.EvidenceSimulation;

/// <summary>
/// The built-in check <c>request-success-rate</c> of Flagger with the numbers of its documentation: once a minute the
/// success rate of the canary over the last minute is compared with 99%; no value is a failed check too; failed checks
/// add up over the whole analysis, and at the check after the fifth it rolls back. Stable is not looked at. Left out: a
/// failed check also holds the weight back, so that an analysis takes longer and makes more checks. Source:
/// fluxcd/flagger 15bd6ad5, docs/gitbook/usage/metrics.md, docs/gitbook/tutorials/istio-progressive-delivery.md,
/// pkg/controller/scheduler.go (<c>advanceCanary</c>), pkg/controller/scheduler_metrics.go
/// (<c>runBuiltinMetricChecks</c>).
/// </summary>
internal sealed class FixedThreshold
{
    private const int IntervalSeconds = 60;
    private const double LeastSuccess = 0.99;
    private const int MostFailedChecks = 5;

    private SideCounts _since;
    private int _failed;

    /// <summary>When it rolled back, in seconds; null while it has not.</summary>
    public int? RolledBackAt { get; private set; }

    /// <summary>Takes the canary's counts at a moment.</summary>
    public void Look(int second, SideCounts canary)
    {
        if (RolledBackAt is not null || second % IntervalSeconds != 0) return;
        long requests = canary.Requests - _since.Requests;
        long failures = canary.Failures - _since.Failures;
        _since = canary;
        if (requests > 0 && 1 - ((double)failures / requests) >= LeastSuccess) return;
        if (++_failed >= MostFailedChecks) RolledBackAt = second + IntervalSeconds;
    }
}
