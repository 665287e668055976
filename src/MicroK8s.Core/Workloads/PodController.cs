using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>What controls a pod, as far as the pod itself tells.</summary>
/// <param name="Kind">The kind of the controller, such as <c>Deployment</c> or <c>Job</c>.</param>
/// <param name="Name">Its name; its namespace is that of the pod.</param>
public sealed record PodController(string Kind, string Name)
{
    /// <summary>Whether the controller is a workload that the cmdlets of microservices know.</summary>
    public bool IsWorkload => WorkloadKinds.All.Any(kind => $"{kind}" == Kind);

    /// <summary>The controller: a Deployment in place of its ReplicaSet.</summary>
    /// <param name="pod">The pod.</param>
    /// <returns>Null if nothing controls the pod.</returns>
    public static PodController? Of(KubeObject pod)
    {
        if (WorkloadPods.DeploymentOf(pod) is { } deployment) return new PodController("Deployment", deployment);
        return pod.Controller.Text("kind") is { } kind && pod.Controller.Text("name") is { } name
            ? new PodController(kind, name)
            : null;
    }
}
