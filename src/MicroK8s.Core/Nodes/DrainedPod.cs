using MicroK8s.Errors;

namespace MicroK8s.Nodes;

/// <summary>What became of one pod of a node that is drained.</summary>
/// <param name="Node">The node.</param>
/// <param name="Namespace">The namespace of the pod.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why, in one line. Null if it was simply evicted.</param>
/// <param name="Duration">From the first try to evict it until it was gone, or until it was given up.</param>
public sealed record DrainedPod(
    string Node, string Namespace, string Pod, DrainOutcome Outcome, string? Reason, TimeSpan Duration)
{
    /// <summary>The context it was read from, so that it finds its way back down a pipeline.</summary>
    public string Context { get; init; } = "";

    /// <summary>The kubeconfig that was named when it was read. Null if none was.</summary>
    [RawText]
    public string? KubeConfig { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Pod}: {Outcome}";
}
