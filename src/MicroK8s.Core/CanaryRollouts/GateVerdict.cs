using MicroK8s.Evidence;

namespace MicroK8s.CanaryRollouts;

/// <summary>What a gate says about one step of one canary.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="Outcome">What it says.</param>
/// <param name="Reason">Why, in one line without a full stop.</param>
public sealed record GateVerdict(string Gate, EvidenceOutcome Outcome, string Reason)
{
    /// <summary>The counts that it was decided by. Null for a gate that counts nothing.</summary>
    public EvidenceVerdict? Evidence { get; init; }

    /// <summary>The latency that was measured, for people. Null for a gate that measures none.</summary>
    public TimeSpan? Latency { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Gate}: {Outcome}, {Reason}";
}
