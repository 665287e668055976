using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>The pods of a workload: those that its selector finds and its controller owns.</summary>
public static class WorkloadPods
{
    /// <summary>The label that a Deployment's ReplicaSets have in their names and give to their pods.</summary>
    public const string HashLabel = "pod-template-hash";

    /// <summary>The labels that the pods get; empty if the template has none.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    public static IReadOnlyDictionary<string, string> LabelsOf(KubeObject workload) =>
        workload.Json.Map("spec", "template", "metadata", "labels");

    /// <summary>What to list or watch; the answer may hold pods of others with the same labels.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    public static ResourceQuery Query(KubeObject workload) => Query(workload, ResourceTypes.Pod);

    /// <summary>The same for what has the labels of the pods too, as revisions have.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="type">What to list or watch.</param>
    public static ResourceQuery Query(KubeObject workload, ResourceType type) => new(type, workload.Namespace)
    {
        LabelSelector = workload.Json.At("spec", "selector") is { } selector ? LabelSelectors.Text(selector) : null,
    };

    /// <summary>
    /// Whether a pod that the query found belongs to the workload. Labels alone do not tell, because selectors may
    /// overlap. Of a Deployment's pod the pod itself tells only its ReplicaSet; one that was adopted may have any name,
    /// and then the selector has to do.
    /// </summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="pod">The pod.</param>
    public static bool Owns(KubeObject workload, KubeObject pod) => workload.Kind == "Deployment"
        ? pod.Controller.Text("kind") == "ReplicaSet"
            && (!pod.Labels.ContainsKey(HashLabel) || DeploymentOf(pod) == workload.Name)
        : pod.ControllerUid == workload.Uid;

    /// <summary>
    /// The name of the Deployment behind a pod, without a look at its ReplicaSet: that is named after the Deployment
    /// and the hash of the template (kubernetes/kubernetes, pkg/controller/deployment/sync.go,
    /// <c>getNewReplicaSet</c>). Null if the ReplicaSet has another name, or none controls the pod.
    /// </summary>
    /// <param name="pod">The pod.</param>
    public static string? DeploymentOf(KubeObject pod) =>
        pod.Controller is var set && set.Text("kind") == "ReplicaSet" && set.Text("name") is { } name
        && pod.Labels.GetValueOrDefault(HashLabel) is { } hash && name.EndsWith($"-{hash}", StringComparison.Ordinal)
            ? name[..^(hash.Length + 1)]
            : null;

    /// <summary>Whether a pod gets traffic: it is ready and is not going away.</summary>
    /// <param name="pod">The pod.</param>
    public static bool IsReady(KubeObject pod) =>
        !pod.IsBeingDeleted && pod.Condition("Ready").Text("status") == "True";
}
