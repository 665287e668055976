namespace MicroK8s.Nodes;

/// <summary>What became of a pod when its node was drained.</summary>
public enum DrainOutcome
{
    /// <summary>It was evicted, and is gone.</summary>
    Evicted,

    /// <summary>It is gone, but was terminating, or was deleted by others.</summary>
    Gone,

    /// <summary>It is left alone, as drain does with pods of DaemonSets and of the kubelet itself.</summary>
    Skipped,

    /// <summary>It stays: a budget does not allow its eviction, or it does not end.</summary>
    Blocked,

    /// <summary>It stays: the server refuses to evict it.</summary>
    Failed,
}
