namespace MicroK8s.Nodes;

/// <summary>How a node is drained.</summary>
public sealed record DrainOptions
{
    /// <summary>Whether pods without a controller are evicted too, which nobody makes again.</summary>
    public bool Force { get; init; }

    /// <summary>Whether pods with an emptyDir are evicted, whose data is lost.</summary>
    public bool DeleteEmptyDirData { get; init; }

    /// <summary>How long pods have to end, in seconds. Null for their own grace periods.</summary>
    public int? GracePeriodSeconds { get; init; }

    /// <summary>The labels of the pods to evict, in the syntax of a label selector. Null for all pods.</summary>
    public string? PodSelector { get; init; }
}
