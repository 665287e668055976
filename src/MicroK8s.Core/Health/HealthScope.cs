using MicroK8s.Connection;
using MicroK8s.Resources;

namespace MicroK8s.Health;

/// <summary>What the checks of one run look at.</summary>
/// <param name="Session">The cluster.</param>
/// <param name="Namespaces">The namespaces that checks of namespaced objects are limited to; none for all.</param>
/// <param name="Clock">Tells the time.</param>
public sealed record HealthScope(IClusterSession Session, IReadOnlyList<string> Namespaces, TimeProvider Clock)
{
    /// <summary>The namespace of the cluster's own components.</summary>
    public const string SystemNamespace = "kube-system";

    /// <summary>The server's version, such as <c>v1.20.2</c>. Null if it does not tell.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>How far the server's clock is ahead of this machine's.</summary>
    public TimeSpan ServerAhead { get; init; }

    /// <summary>The time by the server's clock: the one that the times in objects were taken from.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow() + ServerAhead;

    /// <summary>How far back restarts, failed Jobs and events are of interest.</summary>
    public TimeSpan Since { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The thresholds that the caller set, by name; the others have their defaults.</summary>
    public IReadOnlyDictionary<string, double> Thresholds { get; init; } = new Dictionary<string, double>();

    /// <summary>The value of a threshold of time.</summary>
    /// <param name="threshold">The threshold.</param>
    public TimeSpan TimeOf(HealthThreshold threshold) => TimeSpan.FromSeconds(NumberOf(threshold));

    /// <summary>The value of a threshold.</summary>
    /// <param name="threshold">The threshold.</param>
    public double NumberOf(HealthThreshold threshold) =>
        Thresholds.TryGetValue(threshold.Name, out double value) ? value : threshold.Default;

    /// <summary>
    /// Whether an object is one of the users' that are tested: those of the chosen namespaces, or of all but
    /// kube-system, which has checks of its own.
    /// </summary>
    /// <param name="item">A namespaced object.</param>
    public bool IsUsers(KubeObject item) =>
        Namespaces.Count == 0 ? item.Namespace != SystemNamespace : Namespaces.Contains(item.Namespace!);
}
