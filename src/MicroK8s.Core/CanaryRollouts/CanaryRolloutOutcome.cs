namespace MicroK8s.CanaryRollouts;

/// <summary>How a rollout by canary ended.</summary>
public enum CanaryRolloutOutcome
{
    /// <summary>The service runs what the canary was.</summary>
    Promoted,

    /// <summary>The canary is gone, and the service runs what it ran before.</summary>
    RolledBack,

    /// <summary>The canary keeps its share, until it is resumed or removed.</summary>
    Paused,
}
