using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>How a workload replaces its pods, as its spec says (kubernetes/api, apps/v1).</summary>
internal static class UpdateStrategy
{
    /// <summary>Whether the rollout stands still; only a Deployment can be paused.</summary>
    public static bool IsPaused(KubeObject workload) => workload.Json.Flag("spec", "paused");

    /// <summary>Whether pods get the newest revision only when somebody deletes them.</summary>
    public static bool IsOnDelete(KubeObject workload) =>
        workload.Json.Text("spec", "updateStrategy", "type") == "OnDelete";

    /// <summary>How many pods of a StatefulSet, from the first ordinal on, keep their revision.</summary>
    public static int Partition(KubeObject set) =>
        set.Json.Count("spec", "updateStrategy", "rollingUpdate", "partition");

    /// <summary>Whether the partition is written, be it zero.</summary>
    public static bool HasPartition(KubeObject set) =>
        set.Json.At("spec", "updateStrategy", "rollingUpdate", "partition") is not null;
}
