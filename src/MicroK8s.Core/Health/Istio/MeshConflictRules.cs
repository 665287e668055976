using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Health.Istio;

/// <summary>VirtualServices that claim the same host for the same caller; the code is that of <c>istioctl analyze</c>.
/// </summary>
public static class MeshConflictRules
{
    /// <summary>
    /// The conflicts of a VirtualService. A sidecar follows only one VirtualService per host; those of gateways are
    /// merged.
    /// </summary>
    /// <param name="virtualService">The VirtualService.</param>
    /// <param name="resolver">Which rule holds for whom.</param>
    public static IEnumerable<HealthProblem> Find(KubeObject virtualService, IstioResolver resolver) =>
        resolver.ConflictsOf(virtualService).Select(conflict => new HealthProblem(
            IstioCodes.Conflict,
            $"IST0109: {conflict.Other} routes the same host {conflict.Host}; sidecars follow only one of them",
            "Merge the two, or give them different hosts"));
}
