using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>What decides about a new canary, as it was read.</summary>
/// <param name="Stable">The Deployment of the service.</param>
/// <param name="Service">The Service.</param>
/// <param name="Canary">The canary's Deployment. Null if there is none yet.</param>
/// <param name="Read">The routing objects.</param>
/// <param name="Traffic">The routes of the namespace.</param>
internal sealed record CanarySnapshot(
    KubeObject Stable, KubeObject Service, KubeObject? Canary, RoutingObjects Read, TrafficSnapshot Traffic);
