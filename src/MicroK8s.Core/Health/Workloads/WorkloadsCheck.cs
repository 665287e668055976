using MicroK8s.Resources;

namespace MicroK8s.Health.Workloads;

/// <summary>Whether the users' Deployments, StatefulSets and DaemonSets have what they want.</summary>
public sealed class WorkloadsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Workloads";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Workloads;

    /// <inheritdoc/>
    public string Summary =>
        "Deployments, StatefulSets and DaemonSets have all replicas updated and available";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => WorkloadCodes.All;

    /// <summary>The lists of the three kinds.</summary>
    internal static IReadOnlyList<HealthList> Lists { get; } =
    [
        new(ResourceTypes.Deployment), new(ResourceTypes.StatefulSet), new(ResourceTypes.DaemonSet),
    ];

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new SweepProbe(
        scope, Lists, new HealthSum("workload", "All replicas updated and available"),
        workload => scope.IsUsers(workload) ? WorkloadRules.Judge(workload, scope.Now) : null);
}
