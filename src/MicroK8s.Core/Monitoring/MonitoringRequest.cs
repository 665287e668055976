using System.Globalization;
using MicroK8s.Errors;

namespace MicroK8s.Monitoring;

/// <summary>How the metrics of a service are to be collected.</summary>
public sealed record MonitoringRequest
{
    /// <summary>The path if none is given: where exporters serve by convention.</summary>
    public const string UsualPath = "/metrics";

    /// <summary>The time between two scrapes if none is given.</summary>
    public static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>
    /// The port: the name of a port of the Service or of a container, or a number. Null to find the one that is meant.
    /// </summary>
    public string? Port { get; init; }

    /// <summary>The path of the metrics.</summary>
    public string Path { get; init; } = UsualPath;

    /// <summary>The time between two scrapes. Null for <see cref="UsualInterval"/>.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>By what. Null for what the cluster has.</summary>
    public MonitorKind? Kind { get; init; }

    /// <summary>Whether to do it although monitors or annotations of others do so already.</summary>
    public bool Force { get; init; }

    /// <summary>Refuses what no monitor could have.</summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public void Check()
    {
        if (!Path.StartsWith('/') || Path.Any(sign => char.IsWhiteSpace(sign) || sign is '?' or '#'))
        {
            throw InvalidInput.Of("Path", Path, "must begin with / and have no blank, ? or #");
        }

        if (Interval is not { } interval) return;
        if (Kind == MonitorKind.Annotations)
        {
            throw InvalidInput.Of(
                "Interval", Text(interval), "cannot be given for annotations, which have none",
                "Prometheus scrapes them at the interval of its own configuration.");
        }

        if (interval < TimeSpan.FromSeconds(1) || interval > Day || interval.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw InvalidInput.Of("Interval", interval, "must be whole seconds, from 1 second to 1 day");
        }
    }

    /// <summary>A duration as Prometheus reads it.</summary>
    internal static string Text(TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0}s");
}
