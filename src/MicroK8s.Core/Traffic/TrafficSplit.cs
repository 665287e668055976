using MicroK8s.Errors;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>How one route shares the traffic of one service.</summary>
/// <param name="Name">The service; with its namespace or as a host if it lives elsewhere than the rule.</param>
/// <param name="Namespace">The namespace of the traffic rule.</param>
/// <param name="RouteObject">
/// The object that holds the route: a VirtualService, an HTTPRoute, the canary's Ingress or Deployment.
/// </param>
/// <param name="Route">The name of the route, else its index.</param>
/// <param name="Destinations">Where the route leads, in the order of the rule.</param>
/// <param name="CanarySubset">
/// The subset of the canary: labelled <c>track=canary</c>, called <c>canary</c>, or the one beside the stable subset.
/// Null if none can be told, and in a split between Services.
/// </param>
/// <param name="CanaryWeight">The canary's share in whole percent; null when no canary can be told.</param>
/// <param name="StableSubset">The subset beside the canary. Null if none can be told, and in a split between Services.
/// </param>
/// <param name="HeaderMatchesCanary">Whether a header or cookie match above the route leads to the canary.</param>
/// <param name="Owner">The controller that would revert a change by hand. Null if there is none.</param>
public sealed record TrafficSplit(
    string Name,
    string Namespace,
    string RouteObject,
    string Route,
    IReadOnlyList<TrafficDestination> Destinations,
    string? CanarySubset,
    int? CanaryWeight,
    string? StableSubset,
    bool HeaderMatchesCanary,
    string? Owner)
{
    /// <summary>Who carries the route out, of <see cref="TrafficProviders.Names"/>.</summary>
    public string Provider { get; init; } = "";

    /// <summary>How many percent of the requests are copied to the canary; 0 for none.</summary>
    public int MirrorPercent { get; init; }

    /// <summary>The canary: its subset, else its Service. Null if none can be told.</summary>
    public string? Canary { get; init; }

    /// <summary>What is beside the canary: its subset, else its Service. Null if none can be told.</summary>
    public string? Stable { get; init; }

    /// <summary>The context it was read from, so that it finds its way back down a pipeline.</summary>
    public string Context { get; init; } = "";

    /// <summary>The kubeconfig that was named when it was read. Null if none was.</summary>
    [RawText]
    public string? KubeConfig { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{RouteObject}, route {Route}";
}
