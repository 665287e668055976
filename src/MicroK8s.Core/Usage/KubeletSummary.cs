using System.Globalization;
using System.Text.Json;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Usage;

/// <summary>
/// What a kubelet itself measures (kubernetes/kubelet, pkg/apis/stats/v1alpha1, <c>Summary</c>), read through the
/// API server: what a metrics server would ask for.
/// </summary>
/// <param name="Node">The use of the node. Null if the kubelet does not tell.</param>
/// <param name="Pods">The use of its pods.</param>
public sealed record KubeletSummary(
    MeasuredUse? Node, IReadOnlyDictionary<(string Namespace, string Pod), MeasuredUse> Pods)
{
    /// <summary>Asks a kubelet.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="node">The name of the node.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// MetricsUnavailable: the kubelet does not answer; AccessDenied: <c>get nodes/proxy</c> is missing.
    /// </exception>
    public static async Task<KubeletSummary> ReadAsync(
        IClusterSession session, string node, CancellationToken cancellationToken)
    {
        string path = $"{ResourceTypes.Node.Path(null, node)}/proxy/stats/summary";
        ServerAnswer answer = await session.ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        if (answer.Status is 401 or 403)
        {
            throw new ClusterException(
                ClusterFault.AccessDenied, $"Not allowed to get nodes/proxy of node {node}, which its kubelet's "
                + "figures need.", node, "Ask for a ClusterRole that allows it, or leave -FromKubelet out.");
        }

        return answer.IsSuccess && TryParse(answer.Body) is { } summary
            ? summary
            : throw new ClusterException(
                ClusterFault.MetricsUnavailable,
                $"The kubelet of node {node} does not tell its figures: the API server answered {answer.Status}.",
                node, $"See how the node is: Get-NodeStatus {node}.");
    }

    /// <summary>Reads the answer of a kubelet. Null if it is none.</summary>
    /// <param name="text">The answer.</param>
    public static KubeletSummary? TryParse(string text)
    {
        JsonElement json;
        try
        {
            json = KubeObject.Parse(text).Json;
        }
        catch (JsonException)
        {
            return null;
        }

        if (json.At("node") is not { } node) return null;
        var pods = new Dictionary<(string Namespace, string Pod), MeasuredUse>();
        foreach (JsonElement pod in json.Items("pods"))
        {
            pods[(pod.Text("podRef", "namespace") ?? "", pod.Text("podRef", "name") ?? "")] = OfPod(pod);
        }

        return new KubeletSummary(Measured(node), pods);
    }

    private static MeasuredUse OfPod(JsonElement pod)
    {
        var containers = new Dictionary<string, ResourceSums>(StringComparer.Ordinal);
        ResourceSums sum = ResourceSums.None;
        foreach (JsonElement container in pod.Items("containers"))
        {
            ResourceSums use = UseOf(container);
            containers[container.Text("name") ?? ""] = use;
            sum = sum.Plus(use);
        }

        // The pod as a whole has what its sandbox uses too; not every runtime tells it.
        MeasuredUse whole = Measured(pod);
        return whole with { Use = sum.OverriddenBy(whole.Use), Containers = containers };
    }

    private static MeasuredUse Measured(JsonElement item) =>
        new(UseOf(item), item.Time("cpu", "time") ?? item.Time("memory", "time"), null);

    private static ResourceSums UseOf(JsonElement item)
    {
        long? cpu = Read(item.Text("cpu", "usageNanoCores"));
        long? memory = Read(item.Text("memory", "workingSetBytes"));
        return ResourceSums.FromUse(cpu ?? 0, memory ?? 0)
            .Where(name => name == "cpu" ? cpu is not null : memory is not null);
    }

    private static long? Read(string? number) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
}
