using System.Text.Json.Nodes;

namespace MicroK8s.Tests.Changes;

/// <summary>A workload of another author, with labels and names that the module would not choose.</summary>
internal static class WorkloadManifest
{
    /// <param name="name">Its name, which selects its pods.</param>
    /// <param name="replicas">How many pods it wants; null for a DaemonSet.</param>
    /// <param name="nowhere">Whether no node fits its pods, so that none is made or started.</param>
    /// <param name="extra">More fields of the spec.</param>
    public static ObjectBuilder Of(string name, int? replicas, bool nowhere = false, string extra = "")
    {
        ObjectBuilder workload = ObjectBuilder.Workload("Deployment", name, "shop/web:v1.0", "team", "main").WithSpec(extra);
        workload.PodSpec["terminationGracePeriodSeconds"] = 0;
        if (replicas is not null) workload.Spec["replicas"] = replicas;
        if (nowhere) workload.PodSpec["nodeSelector"] = new JsonObject { ["no"] = "where" };
        return workload;
    }
}
