using MicroK8s.Resources;

namespace MicroK8s.Changes;

/// <summary>A change that was carried out.</summary>
/// <param name="Plan">The plan, with the changes as they were written in the end.</param>
/// <param name="Workload">The workload as it was written; as it was read, if nothing about it changed.</param>
/// <param name="Service">The Service as it was written. Null if nothing about it changed.</param>
public sealed record ServiceChangeDone(ServiceChangePlan Plan, KubeObject Workload, KubeObject? Service)
{
    /// <summary>What was done with the objects beside the two, in this order.</summary>
    public IReadOnlyList<AppliedRelatedObject> RelatedObjects { get; init; } = [];
}
