using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Waiting;

/// <summary>
/// What to do about a pod that no node fits, by the reasons that the scheduler gives (kubernetes/kubernetes,
/// pkg/scheduler/framework/plugins, the <c>ErrReason</c> constants of 1.20 and later).
/// </summary>
internal static class SchedulingAdvice
{
    private static readonly (string Reason, string Advice)[] ByReason =
    [
        ("insufficient", "Lower the requests, or add a node."),
        ("too many pods", "Run fewer pods on the nodes, or add a node."),
        ("node selector", "Correct the node selector or node affinity, or label a node."),
        ("node affinity/selector", "Correct the node selector or node affinity, or label a node."),
        ("taint", "Add a toleration, or remove the taint from a node."),
        ("volume node affinity", "The volume is bound to another node: make room on that node."),
        ("persistentvolumeclaim", "Create the claim, or check its storage class."),
        ("pod affinity", "Correct the pod affinity, or lower the replicas."),
        ("anti-affinity", "Correct the pod anti-affinity, or lower the replicas."),
        ("topology spread", "Relax the topology spread constraints, or add a node."),
        ("were unschedulable", "Allow scheduling on a node again."),
    ];

    /// <summary>One or two sentences.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="said">What the scheduler said.</param>
    public static string For(KubeObject workload, string said)
    {
        IEnumerable<string> advice = ByReason
            .Where(pair => said.Contains(pair.Reason, StringComparison.OrdinalIgnoreCase)).Select(pair => pair.Advice);
        if (said.Contains("free ports", StringComparison.OrdinalIgnoreCase)) advice = advice.Prepend(OfPorts(workload));
        string all = string.Join(' ', advice.Distinct());
        return all.Length > 0 ? all : "Lower the requests, correct the node selector or tolerations, or add a node.";
    }

    /// <summary>A new pod beside the old one cannot have the same port of the node.</summary>
    private static string OfPorts(KubeObject workload) => WorkloadKinds.Of(workload) == WorkloadKind.Deployment
        ? "The host port is taken, probably by the old pod. Let the old pod end first: Set-MicroService "
            + $"{workload.Name} -MaxSurge 0 -MaxUnavailable 1, or -UpdateStrategy Recreate."
        : "The host port is taken: choose another, or free it on a node.";
}
