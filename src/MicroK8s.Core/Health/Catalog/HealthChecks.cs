using MicroK8s.Health.ControlPlane;
using MicroK8s.Health.Dns;
using MicroK8s.Health.Istio;
using MicroK8s.Health.Nodes;
using MicroK8s.Health.Workloads;

namespace MicroK8s.Health.Catalog;

/// <summary>The catalogue: a new check is one class and one line here.</summary>
public static class HealthChecks
{
    /// <summary>Every check, in the order in which people read about them.</summary>
    public static IReadOnlyList<IHealthCheck> All { get; } =
    [
        new ApiCheck(),
        new ControlLoopsCheck(),
        new NodesCheck(),
        new SystemPodsCheck(),
        new DnsCheck(),
        new WorkloadsCheck(),
        new PodsCheck(),
        new IstioCheck(),
        new IstioConfigCheck(),
    ];
}
