using MicroK8s.Errors;
using MicroK8s.Evidence;

namespace MicroK8s.CanaryRollouts;

/// <summary>One step of a canary that is over.</summary>
/// <param name="Name">The service.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Step">The step, counted from 1.</param>
/// <param name="Steps">How many there are.</param>
/// <param name="Weight">What the canary really got, in whole percent.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why, in one line.</param>
/// <param name="Started">When it began, UTC.</param>
/// <param name="Duration">How long it lasted.</param>
/// <param name="Gates">What each gate said last.</param>
public sealed record CanaryStep(
    string Name, string Namespace, int Step, int Steps, int Weight, CanaryStepOutcome Outcome, string Reason,
    DateTimeOffset Started, TimeSpan Duration, IReadOnlyList<GateVerdict> Gates)
{
    /// <summary>Requests of the canary in this step. Null if no gate counted them.</summary>
    public long? Requests => Counted?.Canary.Requests;

    /// <summary>Good requests of the canary in percent. Null if none were counted.</summary>
    public double? SuccessRate => RateOf(Counted?.Canary);

    /// <summary>Requests of the stable side in this step. Null if no gate counted them.</summary>
    public long? StableRequests => Counted?.Stable.Requests;

    /// <summary>Good requests of the stable side in percent. Null if none were counted.</summary>
    public double? StableSuccessRate => RateOf(Counted?.Stable);

    /// <summary>The canary's latency as the gate measures it. Null if none does.</summary>
    public TimeSpan? Latency => Gates.Select(gate => gate.Latency).FirstOrDefault(latency => latency is not null);

    /// <summary>The context of the cluster.</summary>
    public string Context { get; init; } = "";

    /// <summary>The kubeconfig that was named. Null if none was.</summary>
    [RawText]
    public string? KubeConfig { get; init; }

    private EvidenceVerdict? Counted =>
        Gates.Select(gate => gate.Evidence).FirstOrDefault(evidence => evidence is not null);

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}, step {Step} of {Steps}, {Weight}%: {Outcome}";

    private static double? RateOf(SideCounts? counts) =>
        counts is { Requests: > 0 } some ? Math.Round(100 * (1 - some.FailureShare), 3) : null;
}
