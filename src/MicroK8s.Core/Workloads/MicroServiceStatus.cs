namespace MicroK8s.Workloads;

/// <summary>How a microservice is.</summary>
public enum MicroServiceStatus
{
    /// <summary>All replicas that are wanted are updated and available.</summary>
    Healthy,

    /// <summary>A rollout is under way.</summary>
    Progressing,

    /// <summary>The server has given the rollout up, or pods cannot be created, or too few are available.</summary>
    Degraded,

    /// <summary>
    /// The rollout or the pods fail for a cause that <c>Wait-MicroService</c> would end with; only
    /// <c>Get-MicroService</c> looks for it.
    /// </summary>
    Failing,

    /// <summary>The rollout is paused.</summary>
    Paused,

    /// <summary>No replicas are wanted.</summary>
    Stopped,

    /// <summary>It is gone; only <c>Get-MicroService -Watch</c> tells that.</summary>
    Removed,
}
