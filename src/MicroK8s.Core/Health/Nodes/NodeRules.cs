using System.Text.Json;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Health.Nodes;

/// <summary>What is wrong with a node.</summary>
public static class NodeRules
{
    /// <summary>The verdict on a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="serverVersion">The version of the API server. Null if not known.</param>
    /// <param name="heartbeatAge">Since the node's lease was renewed. Null if not known.</param>
    /// <returns>Null if it is well.</returns>
    public static HealthVerdict? Judge(KubeObject node, string? serverVersion, TimeSpan? heartbeatAge)
    {
        string describe = $"kubectl describe node {node.Name}";
        var problems = new List<HealthProblem>();
        JsonElement[] conditions = [.. node.Json.Items("status", "conditions")];
        bool isReady = conditions.Any(condition => condition.Text("type") == "Ready" && IsTrue(condition));
        if (!conditions.Any(condition => condition.Text("type") == "Ready"))
        {
            problems.Add(new HealthProblem(HealthStatus.Unhealthy, "Its kubelet has never reported", describe));
        }

        problems.AddRange(conditions.Where(IsBad).Select(
            condition => new HealthProblem(HealthStatus.Unhealthy, Describe(condition), describe)));
        if (isReady && heartbeatAge > LeaseRules.NodeGrace)
        {
            problems.Add(new HealthProblem(
                HealthStatus.Unhealthy, $"Last heard of {AgeText.Of(heartbeatAge.Value)} ago", describe));
        }

        if (Skew(node.Json.Text("status", "nodeInfo", "kubeletVersion"), serverVersion) is { } skew) problems.Add(skew);
        if (node.Json.Flag("spec", "unschedulable"))
        {
            problems.Add(new HealthProblem(
                HealthStatus.Warning, "Cordoned: no new pods are placed here", $"kubectl uncordon {node.Name}"));
        }

        return HealthVerdict.FromProblems($"Node {node.Name}", problems);
    }

    /// <summary>
    /// Whether a condition is a fault: pressures and NetworkUnavailable are when they are true, and so is what others
    /// add, such as node-problem-detector. While the kubelet is silent all are Unknown; Ready says so for them.
    /// </summary>
    private static bool IsBad(JsonElement condition) =>
        MeansWell(condition.Text("type") ?? "") ? !IsTrue(condition) : IsTrue(condition);

    /// <summary>
    /// Conditions whose truth is good: Ready, the <c>…Ready</c> of EKS's node monitoring, and the etcd membership of
    /// k3s and RKE2.
    /// </summary>
    private static bool MeansWell(string type) =>
        type.EndsWith("Ready", StringComparison.Ordinal) || type == "EtcdIsVoter";

    private static bool IsTrue(JsonElement condition) => condition.Text("status") == "True";

    private static string Describe(JsonElement condition)
    {
        string said = condition.Text("message") ?? condition.Text("reason") ?? "no reason given";
        return $"{condition.Text("type")} is {condition.Text("status")}: {said.TrimEnd('.')}";
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
                HealthStatus.Unhealthy, $"Its kubelet {kubelet} {rule} the API server {server}",
                "Upgrade the control plane first, then the kubelets");
    }
}
