using MicroK8s.Nodes;

namespace MicroK8s.Usage;

/// <summary>What a node or a pod used when it was measured.</summary>
/// <param name="Use">CPU and memory.</param>
/// <param name="Time">When, UTC. Null if it is not said.</param>
/// <param name="Window">Over how long the CPU was averaged. Null if it is not said.</param>
public sealed record MeasuredUse(ResourceSums Use, DateTimeOffset? Time, TimeSpan? Window)
{
    /// <summary>The same for each container; empty for a node.</summary>
    public IReadOnlyDictionary<string, ResourceSums> Containers { get; init; } =
        new Dictionary<string, ResourceSums>();
}
