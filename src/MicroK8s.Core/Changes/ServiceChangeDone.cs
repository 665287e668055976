using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Changes;

/// <summary>A change that was carried out.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Written">What was written, one for each object, in this order; also to take it back.</param>
public sealed record ServiceChangeDone(ServiceChangePlan Plan, IReadOnlyList<WrittenObject> Written)
{
    /// <summary>The workload as it was written; as it was read, if nothing about it changed.</summary>
    public KubeObject Workload => WorkloadWrite?.After ?? Plan.Read;

    /// <summary>The write of the workload. Null if there was none.</summary>
    internal WrittenObject? WorkloadWrite => Written.FirstOrDefault(one => one.Write.Target == Plan.Workload?.Target);
}
