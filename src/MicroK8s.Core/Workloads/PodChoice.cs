using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>Which pod and container of a workload is meant when one is needed.</summary>
public static class PodChoice
{
    /// <summary>
    /// What <c>kubectl exec</c> goes by when no container is named (kubernetes/kubectl, pkg/cmd/util/podcmd).
    /// </summary>
    private const string DefaultContainer = "kubectl.kubernetes.io/default-container";

    private static readonly string[] Lists = ["containers", "initContainers", "ephemeralContainers"];

    /// <summary>The pods of a workload, the oldest first; those of a rollout in progress come last.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">AccessDenied (<c>list pods</c>), Unreachable.</exception>
    public static async Task<IReadOnlyList<KubeObject>> ListAsync(
        IResources resources, KubeObject workload, CancellationToken cancellationToken)
    {
        var pods = new List<KubeObject>();
        IAsyncEnumerable<KubeObject> found = resources.ListAsync(WorkloadPods.Query(workload), cancellationToken);
        await foreach (KubeObject pod in found.ConfigureAwait(false))
        {
            if (WorkloadPods.Owns(workload, pod)) pods.Add(pod);
        }

        return [.. pods.OrderBy(pod => pod.Created).ThenBy(pod => pod.Name, StringComparer.Ordinal)];
    }

    /// <summary>The pod of a name, ready or not; without a name the first that is ready.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="name">The name. Null if none was given.</param>
    /// <exception cref="ClusterException">ResourceNotFound, NoReadyPod.</exception>
    public static KubeObject Pod(KubeObject workload, IReadOnlyList<KubeObject> pods, string? name)
    {
        string service = $"{workload.Namespace}/{workload.Name}";
        if (name is not null)
        {
            return pods.FirstOrDefault(pod => pod.Name == name) ?? throw new ClusterException(
                ClusterFault.ResourceNotFound, $"Microservice {service} has no pod '{name}'.", name, Names(pods));
        }

        return pods.FirstOrDefault(WorkloadPods.IsReady) ?? throw NoneReady(workload);
    }

    /// <summary>
    /// The container of a name; without a name the one that the pod's annotation tells, else the first.
    /// </summary>
    /// <param name="pod">The pod.</param>
    /// <param name="name">The name. Null if none was given.</param>
    /// <exception cref="ClusterException">ResourceNotFound.</exception>
    public static string Container(KubeObject pod, string? name)
    {
        string[] known = [.. Lists.SelectMany(list => pod.Json.Items("spec", list))
            .Select(container => container.Text("name") ?? "")];
        string? preset = pod.Annotations.GetValueOrDefault(DefaultContainer);
        if (name is null) return known.Contains(preset) ? preset! : known[0];
        return known.Contains(name) ? name : throw new ClusterException(
            ClusterFault.ResourceNotFound, $"Pod {pod.Namespace}/{pod.Name} has no container '{name}'.", name,
            $"It has: {string.Join(", ", known)}.");
    }

    /// <summary>The fault of a service without a ready pod.</summary>
    /// <param name="workload">The workload.</param>
    internal static ClusterException NoneReady(KubeObject workload) => new(
        ClusterFault.NoReadyPod,
        $"Microservice {workload.Namespace}/{workload.Name} has no ready pod.", workload.Name,
        $"See why: {AdvisedCommand.For("Get-MicroServicePod", workload.Name, workload.Namespace)}");

    private static string Names(IReadOnlyList<KubeObject> pods) =>
        pods.Count == 0 ? "It has none." : $"It has: {string.Join(", ", pods.Select(pod => pod.Name))}.";
}
