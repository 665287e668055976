using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health;

/// <summary>Applies one rule to every object of some lists: each says for itself whether it is well.</summary>
/// <param name="scope">What is tested.</param>
/// <param name="lists">The lists.</param>
/// <param name="sum">Counts the objects.</param>
/// <param name="rule">What is wrong with an object. Null if it is not one of those that are tested.</param>
public sealed class SweepProbe(
    HealthScope scope, IReadOnlyList<HealthList> lists, HealthSum sum,
    Func<KubeObject, IEnumerable<HealthProblem>?> rule) : HealthProbe(scope)
{
    /// <inheritdoc/>
    public override IReadOnlyList<HealthList> Lists => lists;

    /// <inheritdoc/>
    public override IEnumerable<HealthVerdict> Take(KubeObject item) =>
        rule(item) is { } problems ? sum.Count(HealthVerdict.FromProblems(item, problems)) : [];

    /// <inheritdoc/>
    public override async IAsyncEnumerable<HealthVerdict> EndAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        if (sum.Verdict(lists.All(IsRead)) is { } well) yield return well;
    }
}
