using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>Reads the pods of nodes.</summary>
public static class NodePods
{
    /// <summary>
    /// What <c>kubectl describe node</c> selects: a pod that has ended reserves nothing any more.
    /// </summary>
    private const string NotEnded = "status.phase!=Succeeded,status.phase!=Failed";

    /// <summary>The query for all pods of a node.</summary>
    /// <param name="node">The name of the node.</param>
    public static ResourceQuery QueryOf(string node) =>
        new(ResourceTypes.Pod, null) { FieldSelector = $"spec.nodeName={node}" };

    /// <summary>What every node carries, from one list of pods.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="node">The one node that is asked about. Null for all nodes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>By the name of the node; a node without pods is not in it.</returns>
    /// <exception cref="ClusterException">AccessDenied, Unreachable, NotAuthenticated.</exception>
    public static async Task<IReadOnlyDictionary<string, NodeLoad>> ReadLoadsAsync(
        IResources resources, string? node, CancellationToken cancellationToken)
    {
        var loads = new Dictionary<string, NodeLoad>(StringComparer.Ordinal);
        string selector = node is null ? NotEnded : $"{NotEnded},spec.nodeName={node}";
        var query = new ResourceQuery(ResourceTypes.Pod, null) { FieldSelector = selector };
        await foreach (KubeObject pod in resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (pod.Json.Text("spec", "nodeName") is not { Length: > 0 } name) continue;
            NodeLoad load = loads.GetValueOrDefault(name) ?? NodeLoad.None;
            loads[name] = new NodeLoad(
                load.Pods + 1, load.Requests.Plus(PodResources.RequestsOf(pod)),
                load.Limits.Plus(PodResources.LimitsOf(pod)));
        }

        return loads;
    }
}
