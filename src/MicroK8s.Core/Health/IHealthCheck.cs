namespace MicroK8s.Health;

/// <summary>One health check. It reads and judges, and never writes.</summary>
public interface IHealthCheck
{
    /// <summary>The name that users select it by.</summary>
    string Name { get; }

    /// <summary>The part of the cluster.</summary>
    HealthCategory Category { get; }

    /// <summary>What it tests, in one sentence without a full stop.</summary>
    string Summary { get; }

    /// <summary>The kinds of problem that it finds.</summary>
    IReadOnlyList<HealthCode> Codes { get; }

    /// <summary>The limits of its rules that a caller may set.</summary>
    IReadOnlyList<HealthThreshold> Thresholds => [];

    /// <summary>Whether it runs only if it is named.</summary>
    bool IsOptional => false;

    /// <summary>Begins one run of the check.</summary>
    /// <param name="scope">What to test.</param>
    HealthProbe Start(HealthScope scope);
}
