using MicroK8s.Errors;

namespace MicroK8s.Waiting;

/// <summary>What a snapshot says about a rollout.</summary>
public abstract record RolloutVerdict
{
    private RolloutVerdict()
    {
    }

    /// <summary>All wanted pods updated and available, and no old one is left.</summary>
    public sealed record Done : RolloutVerdict;

    /// <summary>Not done, and not certain to fail.</summary>
    /// <param name="Message">What is waited for, in one line.</param>
    public sealed record Waiting(string Message) : RolloutVerdict
    {
        /// <summary>What may turn out to be the cause of a failure, the gravest first.</summary>
        public IReadOnlyList<RolloutCause> Suspicions { get; init; } = [];

        /// <summary>When time alone decides something if nothing changes, UTC. Null if it never does.</summary>
        public DateTimeOffset? JudgeAgainAt { get; init; }
    }

    /// <summary>It cannot succeed any more.</summary>
    /// <param name="Fault">Why; becomes the error id.</param>
    /// <param name="Message">Why, in one sentence.</param>
    public sealed record Failed(ClusterFault Fault, string Message) : RolloutVerdict
    {
        /// <summary>The evidence. Null if no pod is concerned.</summary>
        public RolloutCause? Cause { get; init; }

        /// <summary>What to do next.</summary>
        public string? Advice { get; init; }
    }
}
