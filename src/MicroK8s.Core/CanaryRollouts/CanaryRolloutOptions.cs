using MicroK8s.Errors;

namespace MicroK8s.CanaryRollouts;

/// <summary>How canaries advance.</summary>
public sealed record CanaryRolloutOptions
{
    /// <summary>The shares in whole percent, rising, each 1 to 100; after the last one comes the promotion.</summary>
    public IReadOnlyList<int> Steps { get; init; } = [5, 20, 50, 100];

    /// <summary>How long each step lasts at least.</summary>
    public TimeSpan StepDuration { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a step may last when gates cannot decide; then all canaries are rolled back.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often gates are asked while a step lasts.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>No step begins after this time; the rollout then pauses. Null for no such time.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Whether it pauses after every step, for a person.</summary>
    public bool Pauses { get; init; }

    /// <summary>What happens when a gate cannot decide.</summary>
    public InconclusiveAction OnInconclusive { get; init; } = InconclusiveAction.Wait;

    /// <summary>The largest share before the promotion. Null for what the steps say.</summary>
    public int? MaxWeight { get; init; }

    /// <summary>The steps as far as the largest share allows; the last one is that share.</summary>
    /// <exception cref="ClusterException">InvalidSpec: no step, not rising, or not 1 to 100.</exception>
    public IReadOnlyList<int> EffectiveSteps()
    {
        string text = string.Join(", ", Steps);
        if (Steps.Count == 0 || Steps.Any(step => step is < 1 or > 100))
        {
            throw InvalidInput.Of("Steps", text, "must be percentages from 1 to 100");
        }

        if (Steps.Zip(Steps.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw InvalidInput.Of("Steps", text, "must rise");
        }

        if (MaxWeight is not { } most) return Steps;
        int[] below = [.. Steps.Where(step => step < most)];
        return below.Length == Steps.Count ? Steps : [.. below, most];
    }
}
