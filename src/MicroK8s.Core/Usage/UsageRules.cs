using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Usage;

/// <summary>Makes the records of what is used.</summary>
public static class UsageRules
{
    /// <summary>Describes a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="load">What its pods have reserved.</param>
    /// <param name="measured">What it uses. Null if unknown.</param>
    /// <param name="source">Who measured.</param>
    /// <param name="context">The context it was read from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    public static NodeUsage Describe(
        KubeObject node, NodeLoad load, MeasuredUse? measured, UsageSource source, string context, string? kubeConfig)
    {
        ResourceSums allocatable = ResourceSums.Read(node.Json.At("status", "allocatable"));
        return new NodeUsage(
            node.Name, CpuOf(measured?.Use), MemoryOf(measured?.Use), source, measured?.Time, context, kubeConfig)
        {
            Window = measured?.Window,
            AllocatableCpu = allocatable.Cpu,
            RequestedCpu = load.Requests.Cpu,
            LimitCpu = load.Limits.Cpu,
            AllocatableMemory = allocatable.Memory,
            RequestedMemory = load.Requests.Memory,
            LimitMemory = load.Limits.Memory,
            Advice = UsageAdvice.OfNode(measured?.Use, load.Requests, allocatable),
        };
    }

    /// <summary>Describes a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="measured">What it uses. Null if unknown.</param>
    /// <param name="source">Who measured.</param>
    /// <param name="context">The context it was read from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    public static PodUsage DescribePod(
        KubeObject pod, MeasuredUse? measured, UsageSource source, string context, string? kubeConfig)
    {
        ResourceSums requests = PodResources.RequestsOf(pod);
        ResourceSums limits = PodResources.LimitsOf(pod);
        return new PodUsage(
            pod.Name, pod.Namespace ?? "", pod.Json.Text("spec", "nodeName") ?? "", CpuOf(measured?.Use),
            MemoryOf(measured?.Use), source, measured?.Time, context, kubeConfig)
        {
            Window = measured?.Window,
            RequestedCpu = CpuOf(requests),
            LimitCpu = CpuOf(limits),
            RequestedMemory = MemoryOf(requests),
            LimitMemory = MemoryOf(limits),
            Containers =
            [
                .. (measured?.Containers ?? new Dictionary<string, ResourceSums>())
                    .Select(container => new ContainerUsage(
                        container.Key, container.Value.Cpu, container.Value.Memory)),
            ],
            Advice = UsageAdvice.OfPod(measured?.Use, requests, limits),
        };
    }

    private static decimal? CpuOf(ResourceSums? sums) => sums is not null && sums.Has("cpu") ? sums.Cpu : null;

    private static long? MemoryOf(ResourceSums? sums) => sums is not null && sums.Has("memory") ? sums.Memory : null;
}
