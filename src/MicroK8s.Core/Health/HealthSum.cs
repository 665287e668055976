namespace MicroK8s.Health;

/// <summary>Counts what a check looks at, so that all targets that are well share one verdict.</summary>
/// <param name="noun">What one is called, such as <c>node</c>.</param>
/// <param name="wellMeans">What was tested, as the evidence of those that are well.</param>
public sealed class HealthSum(string noun, string wellMeans)
{
    private int _all;
    private int _well;

    /// <summary>What several are called.</summary>
    public string Plural { get; init; } = $"{noun}s";

    /// <summary>Counts one target, and hands on what is wrong with it.</summary>
    /// <param name="verdicts">What is wrong; nothing if it is well.</param>
    public IReadOnlyList<HealthVerdict> Count(IEnumerable<HealthVerdict> verdicts)
    {
        HealthVerdict[] wrong = [.. verdicts];
        _all++;
        if (wrong.Length == 0) _well++;
        return wrong;
    }

    /// <summary>The verdict on those that are well.</summary>
    /// <param name="isComplete">Whether all of them could be read: only then can there be none.</param>
    /// <returns>Null if there is nothing to say.</returns>
    public HealthVerdict? Verdict(bool isComplete) => (_all, _well) switch
    {
        (0, _) => isComplete ? HealthVerdict.Of(HealthStatus.Skipped, Plural, "There are none") : null,
        (_, 0) => null,
        (1, _) => HealthVerdict.Of(HealthStatus.Healthy, $"the only {noun}", wellMeans),
        _ when _all == _well && isComplete => HealthVerdict.Of(HealthStatus.Healthy, $"all {_all} {Plural}", wellMeans),
        _ => HealthVerdict.Of(HealthStatus.Healthy, $"{_well} of {_all} {Plural}", wellMeans),
    };
}
