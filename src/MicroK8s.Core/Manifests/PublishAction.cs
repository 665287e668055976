namespace MicroK8s.Manifests;

/// <summary>What became of an object, in the words of kubectl.</summary>
public enum PublishAction
{
    /// <summary>It was not there.</summary>
    Created,

    /// <summary>At least one field changed.</summary>
    Configured,

    /// <summary>It was as wanted already.</summary>
    Unchanged,

    /// <summary>It was removed, because the set no longer has it.</summary>
    Pruned,
}
