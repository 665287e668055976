namespace MicroK8s.Health;

/// <summary>The verdict of a health check, from best to worst, so that findings can be sorted by it.</summary>
public enum HealthStatus
{
    /// <summary>Tested, and nothing is wrong.</summary>
    Healthy,

    /// <summary>Not tested, because the cluster has nothing of the kind.</summary>
    Skipped,

    /// <summary>It works, but somebody should look at it, or it is on its way.</summary>
    Warning,

    /// <summary>It could not be tested: a right is missing, or the answer did not come in time.</summary>
    Unknown,

    /// <summary>It does not work.</summary>
    Unhealthy,
}
