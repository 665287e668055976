using MicroK8s.Resources;

namespace MicroK8s.Traffic;

/// <summary>What decides about a new canary, as it was read.</summary>
/// <param name="Stable">The Deployment of the service.</param>
/// <param name="Service">The Service.</param>
/// <param name="Canary">The canary's Deployment. Null if there is none yet.</param>
/// <param name="VirtualServices">Every VirtualService of the namespace.</param>
/// <param name="Traffic">The routes and rules.</param>
internal sealed record CanarySnapshot(
    KubeObject Stable, KubeObject Service, KubeObject? Canary, IReadOnlyList<KubeObject> VirtualServices,
    TrafficSnapshot Traffic);
