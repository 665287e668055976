namespace MicroK8s.Health;

/// <summary>What the number of a threshold counts.</summary>
public enum HealthUnit
{
    /// <summary>Seconds.</summary>
    Duration,

    /// <summary>Whole percent.</summary>
    Percent,
}
