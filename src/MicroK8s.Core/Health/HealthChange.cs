namespace MicroK8s.Health;

/// <summary>What became of a finding since a baseline was written.</summary>
public enum HealthChange
{
    /// <summary>It was in the baseline, as bad as now.</summary>
    Same,

    /// <summary>It is not well, and was not in the baseline.</summary>
    New,

    /// <summary>It was in the baseline, but not as bad.</summary>
    Worse,

    /// <summary>It was worse in the baseline.</summary>
    Better,

    /// <summary>It was not well in the baseline, was tested again, and is not found any more.</summary>
    Gone,
}
