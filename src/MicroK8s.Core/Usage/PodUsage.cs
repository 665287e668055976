using MicroK8s.Errors;
using MicroK8s.Nodes;

namespace MicroK8s.Usage;

/// <summary>What a pod uses, beside what it has reserved and may use.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Node">The node it runs on.</param>
/// <param name="Cpu">CPU in use, in cores. Null if unknown, as for a pod that has just started.</param>
/// <param name="Memory">Memory in use, in bytes. Null if unknown.</param>
/// <param name="Source">Who measured.</param>
/// <param name="Time">When it was measured, UTC. Null if it is not said.</param>
/// <param name="Context">The context it was read from, so that it finds its way back down a pipeline.</param>
/// <param name="KubeConfig">The kubeconfig that was named when it was read. Null if none was.</param>
public sealed record PodUsage(
    string Pod,
    string Namespace,
    string Node,
    decimal? Cpu,
    long? Memory,
    UsageSource Source,
    DateTimeOffset? Time,
    string Context,
    [property: RawText] string? KubeConfig)
{
    /// <summary>Over how long the CPU was averaged. Null if it is not said.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>The CPU that it has reserved, in cores. Null if it has no request.</summary>
    public decimal? RequestedCpu { get; init; }

    /// <summary>The CPU that it may use, in cores. Null if it has no limit.</summary>
    public decimal? LimitCpu { get; init; }

    /// <summary>The memory that it has reserved, in bytes. Null if it has no request.</summary>
    public long? RequestedMemory { get; init; }

    /// <summary>The memory that it may use, in bytes. Null if it has no limit.</summary>
    public long? LimitMemory { get; init; }

    /// <summary>Used CPU in whole percent of the request. Null if one of them is not known.</summary>
    public int? CpuPercent => Percent.Of(Cpu, RequestedCpu);

    /// <summary>Used memory in whole percent of the request. Null if one of them is not known.</summary>
    public int? MemoryPercent => Percent.Of(Memory, RequestedMemory);

    /// <summary>The use of each container.</summary>
    public IReadOnlyList<ContainerUsage> Containers { get; init; } = [];

    /// <summary>Where requests are far from use, in one line. Null if they fit.</summary>
    public string? Advice { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Pod}";
}
