using MicroK8s.Evidence;

namespace MicroK8s.EvidenceSimulation;

/// <summary>A canary with known failure shares, in a step of a rollout.</summary>
/// <param name="Name">What is shown.</param>
/// <param name="Stable">Failure share of stable at a second of the step.</param>
/// <param name="Canary">Failure share of the canary at a second of the step.</param>
/// <param name="Weight">Share of the requests that the canary gets at a second of the step, 0 to 1.</param>
/// <param name="RequestsPerSecond">Of both sides together.</param>
/// <param name="Rule">What the canary must hold.</param>
internal sealed record Scenario(
    string Name, Func<double, double> Stable, Func<double, double> Canary, Func<double, double> Weight,
    double RequestsPerSecond, EvidenceRule Rule)
{
    /// <summary>Seconds between two looks.</summary>
    public const int LookSeconds = 5;

    /// <summary>How long the step is, in seconds.</summary>
    public int StepSeconds { get; init; } = 600;

    /// <summary>A scenario in which nothing changes.</summary>
    public static Scenario Steady(
        double stable, double canary, double weight, double requestsPerSecond, EvidenceRule rule, string name = "") =>
        new(name, _ => stable, _ => canary, _ => weight, requestsPerSecond, rule);
}
