namespace MicroK8s.Nodes;

/// <summary>What the pods of a node come to.</summary>
/// <param name="Pods">How many there are that have not ended.</param>
/// <param name="Requests">What they have reserved.</param>
/// <param name="Limits">The sum of their limits, of those that have one.</param>
public sealed record NodeLoad(int Pods, ResourceSums Requests, ResourceSums Limits)
{
    /// <summary>A node without pods.</summary>
    public static NodeLoad None { get; } = new(0, ResourceSums.None, ResourceSums.None);
}
