using MicroK8s.Errors;
using MicroK8s.Metrics;
using MicroK8s.Workloads;

namespace MicroK8s.Monitoring;

/// <summary>
/// What Prometheus says of one workload within a window: requests, errors, durations and saturation. What is not known
/// is null, and <see cref="Reason"/> says why; it is never 0.
/// </summary>
/// <param name="Name">The workload; a canary is one of its own.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Start">The begin of the window by the clock of Prometheus, UTC.</param>
/// <param name="End">The end of the window, UTC.</param>
/// <param name="Context">The context it was read from, so that it finds its way back down a pipeline.</param>
/// <param name="KubeConfig">The kubeconfig that was named when it was read. Null if none was.</param>
public sealed record ServiceMetric(
    string Name, string Namespace, WorkloadKind Kind, DateTimeOffset Start, DateTimeOffset End, string Context,
    [property: RawText] string? KubeConfig)
{
    /// <summary>How many requests there were; counted, not extrapolated. Null if unknown.</summary>
    public long? Requests { get; init; }

    /// <summary>How many of them failed. Null if unknown.</summary>
    public long? Failures { get; init; }

    /// <summary>Requests per second. Null if unknown.</summary>
    public double? RequestRate => Requests / Window.TotalSeconds;

    /// <summary>Failed requests in percent of all. Null if unknown, and without requests.</summary>
    public double? ErrorRate => Requests > 0 ? 100.0 * Failures / Requests : null;

    /// <summary>How long half of the requests took at most, interpolated. Null if unknown.</summary>
    public TimeSpan? P50 { get; init; }

    /// <summary>How long 90% of the requests took at most, interpolated. Null if unknown.</summary>
    public TimeSpan? P90 { get; init; }

    /// <summary>How long 99% of the requests took at most, interpolated. Null if unknown.</summary>
    public TimeSpan? P99 { get; init; }

    /// <summary>The CPU that all pods use, in cores. Null if unknown.</summary>
    public double? Cpu { get; init; }

    /// <summary>
    /// The CPU of the busiest pod in whole percent of the limit of a pod. Null if unknown, or without a limit.
    /// </summary>
    public int? CpuPercent { get; init; }

    /// <summary>The memory that all pods use, in bytes. Null if unknown.</summary>
    public long? Memory { get; init; }

    /// <summary>
    /// The memory of the fullest pod in whole percent of the limit of a pod. Null if unknown, or without a limit.
    /// </summary>
    public int? MemoryPercent { get; init; }

    /// <summary>
    /// The requests of equal parts of the window, the earliest first. Empty if they are unknown; fewer parts where
    /// scrapes are far apart.
    /// </summary>
    public IReadOnlyList<long> Trend { get; init; } = [];

    /// <summary>
    /// Who counted, such as <c>Istio (istio_requests_total, reporter destination)</c>. Null if nobody did.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>Why there are no figures of requests, or no requests. Null if there are.</summary>
    public InconclusiveReason? ReasonCode { get; init; }

    /// <summary>The same as a sentence. Null if there are figures.</summary>
    public string? Reason { get; init; }

    /// <summary>What a reader of the figures should know, as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How long the window is.</summary>
    public TimeSpan Window => End - Start;

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
