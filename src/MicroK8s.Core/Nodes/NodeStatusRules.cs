using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>Makes the record of a node.</summary>
public static class NodeStatusRules
{
    private const string RolePrefix = "node-role.kubernetes.io/";
    private const string OldRole = "kubernetes.io/role";

    /// <summary>Describes a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="pods">Its pods that have not ended.</param>
    /// <param name="used">What it uses. Null if unknown.</param>
    /// <param name="context">The context it was read from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    /// <param name="now">The time of the reading.</param>
    public static NodeStatus Describe(
        KubeObject node, NodeLoad pods, ResourceSums? used, string context, string? kubeConfig, DateTimeOffset now)
    {
        ResourceSums allocatable = ResourceSums.Read(node.Json.At("status", "allocatable"));
        DateTimeOffset created = node.Created ?? now;
        return new NodeStatus(
            node.Name, NodeConditions.StatusOf(node), NodeScheduling.IsSuspended(node),
            node.Json.Text("status", "nodeInfo", "kubeletVersion"), created, context, kubeConfig)
        {
            Reason = Reason(node),
            Roles = RolesOf(node),
            Taints = NodeTaint.Of(node),
            Pods = pods.Pods,
            AllocatablePods = (int)Math.Min(allocatable.Of("pods"), int.MaxValue),
            AllocatableCpu = allocatable.Cpu,
            AllocatableMemory = allocatable.Memory,
            RequestedCpu = pods.Requests.Cpu,
            RequestedMemory = pods.Requests.Memory,
            UsedCpu = used?.Cpu,
            UsedMemory = used?.Memory,
            Age = TimeSpan.FromSeconds(Math.Max(0, Math.Floor((now - created).TotalSeconds))),
        };
    }

    /// <summary>
    /// The roles, as <c>kubectl get nodes</c> prints them: by the labels <c>node-role.kubernetes.io/…</c>, and the
    /// label <c>kubernetes.io/role</c> (kubernetes/kubernetes, pkg/printers/internalversion, <c>findNodeRoles</c>).
    /// </summary>
    private static string[] RolesOf(KubeObject node) =>
    [
        .. node.Labels.Select(label => label.Key.StartsWith(RolePrefix, StringComparison.Ordinal)
                ? label.Key[RolePrefix.Length..]
                : label.Key == OldRole ? label.Value : "")
            .Where(role => role.Length > 0).Distinct().Order(StringComparer.Ordinal),
    ];

    private static string? Reason(KubeObject node)
    {
        List<string> reasons = [.. NodeConditions.Problems(node)];
        if (!NodeConditions.HasReported(node)) reasons.Insert(0, "Its kubelet has never reported");
        if (NodeScheduling.IsSuspended(node)) reasons.Add("Cordoned");
        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }
}
