using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>The pods of a workload: those that its selector finds and its controller owns.</summary>
public static class WorkloadPods
{
    /// <summary>The label that a Deployment's ReplicaSets have in their names and give to their pods.</summary>
    private const string HashLabel = "pod-template-hash";

    /// <summary>What to list or watch; the answer may hold pods of others with the same labels.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    public static ResourceQuery Query(KubeObject workload) => new(ResourceTypes.Pod, workload.Namespace)
    {
        LabelSelector = workload.Json.At("spec", "selector") is { } selector ? LabelSelectors.Text(selector) : null,
    };

    /// <summary>Whether a pod that the query found belongs to the workload.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="pod">The pod.</param>
    public static bool Owns(KubeObject workload, KubeObject pod)
    {
        JsonElement owner =
            pod.Json.Items("metadata", "ownerReferences").FirstOrDefault(item => item.Flag("controller"));
        if (workload.Kind != "Deployment") return owner.Text("uid") == workload.Uid;

        // A ReplicaSet that was adopted may have any name; then the selector has to do.
        string? hash = pod.Labels.GetValueOrDefault(HashLabel);
        return owner.Text("kind") == "ReplicaSet" && (hash is null || owner.Text("name") == $"{workload.Name}-{hash}");
    }

    /// <summary>Whether a pod gets traffic: it is ready and is not going away.</summary>
    /// <param name="pod">The pod.</param>
    public static bool IsReady(KubeObject pod) => !pod.IsBeingDeleted && pod.Json.Items("status", "conditions").Any(
        condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");
}
