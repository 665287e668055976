namespace MicroK8s.Health;

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
