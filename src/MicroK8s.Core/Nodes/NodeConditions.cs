using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>What the conditions of a node say: whether it is ready, and what is wrong with it.</summary>
public static class NodeConditions
{
    /// <summary>Whether the kubelet has ever reported.</summary>
    /// <param name="node">The node.</param>
    public static bool HasReported(KubeObject node) => node.Condition("Ready").ValueKind != JsonValueKind.Undefined;

    /// <summary>Whether the kubelet reports that it is ready.</summary>
    /// <param name="node">The node.</param>
    public static bool IsReady(KubeObject node) => Status(node) == "True";

    /// <summary>
    /// <c>Ready</c>, <c>NotReady</c>, or <c>Unknown</c> for a kubelet that is silent or has never reported.
    /// </summary>
    /// <param name="node">The node.</param>
    public static string StatusOf(KubeObject node) => Status(node) switch
    {
        "True" => "Ready",
        "False" => "NotReady",
        _ => "Unknown",
    };

    /// <summary>Every condition that is a fault, in words: <c>MemoryPressure is True: …</c>.</summary>
    /// <param name="node">The node.</param>
    public static IReadOnlyList<string> Problems(KubeObject node) =>
        [.. Bad(node).Select(Describe)];

    /// <summary>Every condition that is a fault.</summary>
    /// <param name="node">The node.</param>
    internal static IEnumerable<JsonElement> Bad(KubeObject node) =>
        node.Json.Items("status", "conditions").Where(IsBad);

    /// <summary>A condition in words.</summary>
    internal static string Describe(JsonElement condition)
    {
        string said = condition.Text("message") ?? condition.Text("reason") ?? "no reason given";
        return $"{condition.Text("type")} is {condition.Text("status")}: {said.TrimEnd('.')}";
    }

    private static string? Status(KubeObject node) => node.Condition("Ready").Text("status");

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
}
