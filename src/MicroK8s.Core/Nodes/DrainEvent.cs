namespace MicroK8s.Nodes;

/// <summary>Something that happens while a node is drained.</summary>
public abstract record DrainEvent
{
    private DrainEvent()
    {
    }

    /// <summary>What became of a pod.</summary>
    /// <param name="Pod">The pod.</param>
    /// <param name="Done">How many of the pods to evict are gone.</param>
    /// <param name="All">How many pods there are to evict.</param>
    public sealed record PodOver(DrainedPod Pod, int Done, int All) : DrainEvent;

    /// <summary>Something makes it wait; told once for each cause.</summary>
    /// <param name="Text">What, as a whole sentence.</param>
    public sealed record Waiting(string Text) : DrainEvent;
}
