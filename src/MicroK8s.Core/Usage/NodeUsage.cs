using MicroK8s.Errors;
using MicroK8s.Nodes;

namespace MicroK8s.Usage;

/// <summary>What a node uses, beside what its pods have reserved and what it has.</summary>
/// <param name="Name">The node.</param>
/// <param name="Cpu">CPU in use, in cores. Null if unknown.</param>
/// <param name="Memory">Memory in use, in bytes. Null if unknown.</param>
/// <param name="Source">Who measured.</param>
/// <param name="Time">When it was measured, UTC. Null if it is not said.</param>
/// <param name="Context">The context it was read from, so that it finds its way back down a pipeline.</param>
/// <param name="KubeConfig">The kubeconfig that was named when it was read. Null if none was.</param>
public sealed record NodeUsage(
    string Name,
    decimal? Cpu,
    long? Memory,
    UsageSource Source,
    DateTimeOffset? Time,
    string Context,
    [property: RawText] string? KubeConfig)
{
    /// <summary>Over how long the CPU was averaged. Null if it is not said.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>CPU that pods can reserve, in cores.</summary>
    public decimal AllocatableCpu { get; init; }

    /// <summary>The sum of the CPU requests of its pods, in cores.</summary>
    public decimal RequestedCpu { get; init; }

    /// <summary>The sum of the CPU limits of its pods, of those that have one, in cores.</summary>
    public decimal LimitCpu { get; init; }

    /// <summary>Memory that pods can reserve, in bytes.</summary>
    public long AllocatableMemory { get; init; }

    /// <summary>The sum of the memory requests of its pods, in bytes.</summary>
    public long RequestedMemory { get; init; }

    /// <summary>The sum of the memory limits of its pods, of those that have one, in bytes.</summary>
    public long LimitMemory { get; init; }

    /// <summary>Used CPU in whole percent of the allocatable. Null if it is not known.</summary>
    public int? CpuPercent => Percent.Of(Cpu, AllocatableCpu);

    /// <summary>Used memory in whole percent of the allocatable. Null if it is not known.</summary>
    public int? MemoryPercent => Percent.Of(Memory, AllocatableMemory);

    /// <summary>Where requests are far from use, in one line. Null if they fit.</summary>
    public string? Advice { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
