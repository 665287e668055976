using MicroK8s.Errors;

namespace MicroK8s.Nodes;

/// <summary>A node: how it is, what it has, and what is reserved and used of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">
/// <c>Ready</c>, <c>NotReady</c>, or <c>Unknown</c> for a kubelet that is silent or has never reported.
/// </param>
/// <param name="SchedulingDisabled">Whether no new pods are placed there (cordoned).</param>
/// <param name="Version">The version of its kubelet. Null if it has never reported.</param>
/// <param name="Created">When it joined the cluster, UTC.</param>
/// <param name="Context">The context it was read from, so that it finds its way back down a pipeline.</param>
/// <param name="KubeConfig">The kubeconfig that was named when it was read. Null if none was.</param>
public sealed record NodeStatus(
    string Name,
    string Status,
    bool SchedulingDisabled,
    string? Version,
    DateTimeOffset Created,
    string Context,
    [property: RawText] string? KubeConfig)
{
    /// <summary>
    /// Every condition that is bad, and whether it is cordoned, in one line. Null if there is nothing.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>Its roles, by the labels <c>node-role.kubernetes.io/…</c>, in order of their names.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Its taints.</summary>
    public IReadOnlyList<NodeTaint> Taints { get; init; } = [];

    /// <summary>Its pods that have not ended.</summary>
    public int Pods { get; init; }

    /// <summary>How many pods it takes.</summary>
    public int AllocatablePods { get; init; }

    /// <summary>CPU that pods can reserve, in cores.</summary>
    public decimal AllocatableCpu { get; init; }

    /// <summary>CPU that its pods have reserved, in cores.</summary>
    public decimal RequestedCpu { get; init; }

    /// <summary>CPU in use, in cores. Null if the metrics API does not tell.</summary>
    public decimal? UsedCpu { get; init; }

    /// <summary>Memory that pods can reserve, in bytes.</summary>
    public long AllocatableMemory { get; init; }

    /// <summary>Memory that its pods have reserved, in bytes.</summary>
    public long RequestedMemory { get; init; }

    /// <summary>Memory in use, in bytes. Null if the metrics API does not tell.</summary>
    public long? UsedMemory { get; init; }

    /// <summary>Reserved CPU in whole percent of the allocatable. Null if nothing is allocatable.</summary>
    public int? RequestedCpuPercent => Percent.Of(RequestedCpu, AllocatableCpu);

    /// <summary>Reserved memory in whole percent of the allocatable. Null if nothing is allocatable.</summary>
    public int? RequestedMemoryPercent => Percent.Of(RequestedMemory, AllocatableMemory);

    /// <summary>Since when it is in the cluster, as of the reading, in whole seconds.</summary>
    public TimeSpan Age { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
