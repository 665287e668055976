using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Monitoring;

/// <summary>How a service is to be monitored: shown first, then done exactly so.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Kind">By what.</param>
/// <param name="Port">The name of the port, or its number for annotations.</param>
/// <param name="Path">The path of the metrics.</param>
/// <param name="Writes">The writes in their order. None if all is as wanted, or others do it already.</param>
public sealed record MonitoringPlan(
    KubeObject Workload, MonitorKind Kind, string Port, string Path, IReadOnlyList<ObjectWrite> Writes)
{
    /// <summary>The name of the monitor. Null for annotations.</summary>
    public string? Monitor { get; init; }

    /// <summary>The time between two scrapes. Null if Prometheus decides it.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>
    /// Whether a Prometheus of the operator takes the monitor. Null if that is not known, as for annotations.
    /// </summary>
    public bool? IsSelected { get; init; }

    /// <summary>Each Prometheus of the operator that takes the monitor, as <c>namespace/name</c>.</summary>
    public IReadOnlyList<string> Prometheus { get; init; } = [];

    /// <summary>What of others scrapes the port already. Null if nothing does, or it was made all the same.</summary>
    public string? ExistingBy { get; init; }

    /// <summary>Warnings to show before, as whole sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// The job of the operator's configuration for the monitor (prometheus-operator, pkg/prometheus/promcfg.go). Null
    /// for annotations, whose job may have any name.
    /// </summary>
    public string? ScrapePool => Monitor is null ? null
        : $"{char.ToLowerInvariant($"{Kind}"[0])}{$"{Kind}"[1..]}/{Workload.Namespace}/{Monitor}/0";

    /// <summary>Lets the server check all of it without storing anything.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The change, with its fields as the server would store them.</returns>
    /// <exception cref="ClusterException">
    /// InvalidSpec, AlreadyExists, Conflict, AccessDenied, QuotaExceeded.
    /// </exception>
    public Task<ChangeSet> PreviewAsync(IResources resources, CancellationToken cancellationToken) =>
        PreviewAsync(resources, $"Monitor {Workload}", Writes, Warnings, cancellationToken);

    /// <summary>The same for any writes.</summary>
    internal static async Task<ChangeSet> PreviewAsync(
        IResources resources, string title, IEnumerable<ObjectWrite> writes, IReadOnlyList<string> warnings,
        CancellationToken cancellationToken)
    {
        var previews = new List<WritePreview>();
        foreach (ObjectWrite write in writes)
        {
            previews.Add(await write.PreviewAsync(resources, cancellationToken).ConfigureAwait(false));
        }

        return new ChangeSet(
            string.Join('\n', previews.Select(one => one.Description).Prepend(title)),
            [.. previews.Select(one => one.Write)])
        {
            Warnings = warnings,
        };
    }
}
