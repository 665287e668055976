using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health;

/// <summary>Applies one rule to many objects: each that is not well gets a verdict, all others share one.</summary>
public static class HealthSweep
{
    /// <summary>Judges the objects as they come, and at the end sums up those that are well.</summary>
    /// <param name="items">The objects.</param>
    /// <param name="rule">The rule; null is well.</param>
    /// <param name="noun">What one object is called, such as <c>node</c>.</param>
    /// <param name="wellMeans">What was tested, as the evidence of those that are well.</param>
    /// <param name="cancellationToken">Ends the sweep.</param>
    public static async IAsyncEnumerable<HealthVerdict> RunAsync(
        IAsyncEnumerable<KubeObject> items, Func<KubeObject, HealthVerdict?> rule, string noun, string wellMeans,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int all = 0;
        int well = 0;
        await foreach (KubeObject item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            all++;
            if (rule(item) is { } verdict) yield return verdict;
            else well++;
        }

        if (Sum(all, well, noun, wellMeans) is { } sum) yield return sum;
    }

    /// <summary>The verdict on those that are well. Null if none is.</summary>
    /// <param name="all">How many there are.</param>
    /// <param name="well">How many of them are well.</param>
    /// <param name="noun">What one is called.</param>
    /// <param name="wellMeans">What was tested.</param>
    public static HealthVerdict? Sum(int all, int well, string noun, string wellMeans) => (all, well) switch
    {
        (0, _) => new HealthVerdict(HealthStatus.Skipped, $"{noun}s", "There are none"),
        (_, 0) => null,
        (1, _) => new HealthVerdict(HealthStatus.Healthy, $"the only {noun}", wellMeans),
        _ when all == well => new HealthVerdict(HealthStatus.Healthy, $"all {all} {noun}s", wellMeans),
        _ => new HealthVerdict(HealthStatus.Healthy, $"{well} of {all} {noun}s", wellMeans),
    };
}
