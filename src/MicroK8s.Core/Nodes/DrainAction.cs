namespace MicroK8s.Nodes;

/// <summary>What a drain does with a pod.</summary>
public enum DrainAction
{
    /// <summary>It evicts it.</summary>
    Evict,

    /// <summary>It waits until it is gone: it is terminating already.</summary>
    Wait,

    /// <summary>It leaves it alone.</summary>
    Skip,

    /// <summary>It does not drain the node because of it.</summary>
    Refuse,
}
