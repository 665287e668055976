using MicroK8s.Workloads;

namespace MicroK8s.Inspection;

/// <summary>The microservice that a pod belongs to.</summary>
/// <param name="Service">The name of the workload.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Revision">The revision that the pod is of. Null if it cannot be told.</param>
public sealed record PodOwner(string Service, WorkloadKind Kind, long? Revision);
