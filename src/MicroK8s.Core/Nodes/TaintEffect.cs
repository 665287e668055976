namespace MicroK8s.Nodes;

/// <summary>What a taint does with pods that do not tolerate it.</summary>
public enum TaintEffect
{
    /// <summary>No new ones are placed on the node.</summary>
    NoSchedule,

    /// <summary>New ones are placed elsewhere if possible.</summary>
    PreferNoSchedule,

    /// <summary>Neither are new ones placed there, nor do running ones stay.</summary>
    NoExecute,
}
