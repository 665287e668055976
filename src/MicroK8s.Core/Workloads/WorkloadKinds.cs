using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>What the API calls the kinds of workload.</summary>
public static class WorkloadKinds
{
    /// <summary>All kinds, the most frequent first.</summary>
    public static IReadOnlyList<WorkloadKind> All { get; } =
        [WorkloadKind.Deployment, WorkloadKind.StatefulSet, WorkloadKind.DaemonSet];

    /// <summary>The resource of a kind.</summary>
    /// <param name="kind">The kind.</param>
    public static ResourceType Type(this WorkloadKind kind) => kind switch
    {
        WorkloadKind.StatefulSet => ResourceTypes.StatefulSet,
        WorkloadKind.DaemonSet => ResourceTypes.DaemonSet,
        _ => ResourceTypes.Deployment,
    };

    /// <summary>The kind of an object.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static WorkloadKind Of(KubeObject workload) => workload.Kind switch
    {
        "Deployment" => WorkloadKind.Deployment,
        "StatefulSet" => WorkloadKind.StatefulSet,
        "DaemonSet" => WorkloadKind.DaemonSet,
        _ => throw new ArgumentException($"{workload} is no workload.", nameof(workload)),
    };

    /// <summary>The address of a workload.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static ResourceRef RefOf(KubeObject workload) => new(Of(workload).Type(), workload.Namespace, workload.Name);
}
