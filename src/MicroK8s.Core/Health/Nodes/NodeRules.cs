using System.Text.Json;
using MicroK8s.Conventions;
using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Health.Nodes;

/// <summary>What is wrong with a node.</summary>
public static class NodeRules
{
    /// <summary>
    /// How long a node may be silent before the control plane calls it not ready
    /// (kube-controller-manager, <c>--node-monitor-grace-period</c>: 40 s, from 1.32 on 50 s).
    /// </summary>
    public static readonly HealthThreshold Silence = HealthThreshold.Time(
        "NodeSilence", TimeSpan.FromSeconds(50), "How old the last heartbeat of a node may be");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthThreshold> Thresholds { get; } = [Silence];

    /// <summary>What is wrong with a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="serverVersion">The version of the API server. Null if not known.</param>
    /// <returns>Nothing if it is well.</returns>
    public static IEnumerable<HealthProblem> Judge(KubeObject node, string? serverVersion)
    {
        if (!NodeConditions.HasReported(node))
        {
            yield return new HealthProblem(
                NodeCodes.NotReady, "Its kubelet has never reported", $"Start the kubelet on {node.Name}");
        }

        foreach (JsonElement condition in NodeConditions.Bad(node)) yield return Problem(node, condition);
        if (Skew(node.Json.Text("status", "nodeInfo", "kubeletVersion"), serverVersion) is { } skew) yield return skew;
        if (node.Json.Flag("spec", "unschedulable"))
        {
            yield return new HealthProblem(
                NodeCodes.Cordoned, "Cordoned: no new pods are placed here", $"Resume-NodeScheduling {node.Name}");
        }
    }

    /// <summary>What is wrong with the heartbeat of a node that says that it is ready.</summary>
    /// <param name="age">Since its lease was renewed.</param>
    /// <param name="scope">The threshold.</param>
    /// <returns>Null if it is well.</returns>
    public static HealthProblem? JudgeHeartbeat(TimeSpan age, HealthScope scope) => age <= scope.TimeOf(Silence)
        ? null
        : new HealthProblem(
            NodeCodes.Silent, $"Last heard of {AgeText.Of(age)} ago", "See whether the node and its network work");

    private static HealthProblem Problem(KubeObject node, JsonElement condition)
    {
        string type = condition.Text("type") ?? "";
        (HealthCode code, string advice) = type switch
        {
            "Ready" => (NodeCodes.NotReady, $"See whether the kubelet of {node.Name} and its container runtime work"),
            "NetworkUnavailable" => (NodeCodes.Pressure, "See whether the network plug-in works: SystemPods"),
            "MemoryPressure" or "DiskPressure" or "PIDPressure" =>
                (NodeCodes.Pressure, $"Free resources of {node.Name}, or Invoke-NodeDrain {node.Name}"),
            _ => (NodeCodes.OtherCondition, $"Ask what reports {type}; Invoke-NodeDrain {node.Name} moves its pods"),
        };
        return new HealthProblem(code, NodeConditions.Describe(condition), advice);
    }

    /// <summary>A kubelet may not be newer than the server, nor three minors older; two before 1.28.</summary>
    /// <remarks>kubernetes.io, releases/version-skew-policy.</remarks>
    private static HealthProblem? Skew(string? kubelet, string? server)
    {
        KubeVersion? mine = KubeVersion.TryParse(kubelet);
        KubeVersion? theirs = KubeVersion.TryParse(server);
        if (mine is null || theirs is null || mine.Major != theirs.Major) return null;

        int allowed = theirs.Minor >= 28 ? 3 : 2;
        int behind = theirs.Minor - mine.Minor;
        string? rule = behind < 0 ? "is newer than" : behind > allowed ? $"is more than {allowed} minors behind" : null;
        return rule is null
            ? null
            : new HealthProblem(
                NodeCodes.Skew, $"Its kubelet {kubelet} {rule} the API server {server}",
                "Upgrade the control plane first, then the kubelets");
    }
}
