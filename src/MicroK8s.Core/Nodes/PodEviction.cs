using MicroK8s.Connection;
using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>Asks for the eviction of a pod until the server agrees, or says that it never will.</summary>
/// <param name="session">The cluster.</param>
/// <param name="budgets">The budgets of the drain.</param>
/// <param name="options">With which grace period it is asked.</param>
/// <param name="time">The clock.</param>
internal sealed class PodEviction(
    IClusterSession session, BudgetWatches budgets, DrainOptions options, TimeProvider time)
{
    /// <summary>
    /// A budget that changes is tried at once; one that is not seen to change, as often as kubectl does.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Asks, and waits while a budget refuses.</summary>
    /// <param name="target">The pod. Whether it is asked for is noted there.</param>
    /// <param name="waits">Told what refuses, the same text for the same obstacle, and why in words.</param>
    /// <param name="cancellationToken">Ends the waiting. A request that was sent is not taken back.</param>
    /// <returns>Why the pod will never go. Null if the server agreed, or the pod has gone.</returns>
    /// <exception cref="Errors.ClusterException">It cannot be asked for.</exception>
    public async Task<string?> RunAsync(
        DrainTarget target, Action<string, string> waits, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Set before the answer is here: the watch may tell first that the pod is gone.
            target.IsAsked = true;
            EvictionAnswer answer = await AskAsync(target.Pod).ConfigureAwait(false);
            target.IsAsked = target.IsAgreed = answer.Verdict == EvictionVerdict.Accepted;
            switch (answer.Verdict)
            {
                case EvictionVerdict.Accepted or EvictionVerdict.Gone:
                    return null;
                case EvictionVerdict.Never:
                    (IReadOnlyList<KubeObject> several, _) =
                        await budgets.OfAsync(target.Pod, cancellationToken).ConfigureAwait(false);
                    return DisruptionBudgets.DescribeSeveral(several);
                default:
                    await WaitForBudgetAsync(target, answer.Message, waits, cancellationToken)
                        .ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>Asks once. Not cancelled: whether the pod goes would be in doubt.</summary>
    private Task<EvictionAnswer> AskAsync(KubeObject pod) =>
        session.Evictions.EvictAsync(pod, options.GracePeriodSeconds, CancellationToken.None);

    /// <summary>Waits until the budget that refused has changed, or for a moment if nobody knows it.</summary>
    private async Task WaitForBudgetAsync(
        DrainTarget target, string said, Action<string, string> waits, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            (IReadOnlyList<KubeObject> own, Task change) =
                await budgets.OfAsync(target.Pod, cancellationToken).ConfigureAwait(false);
            if (own.Count == 0) waits(said, said);
            else
            {
                waits(
                    string.Join(",", own.Select(budget => budget.Uid)),
                    string.Join("; ", own.Select(DisruptionBudgets.Describe)));
            }

            TimeSpan left = Pause - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) return;
            Task pause = Task.Delay(left, time, cancellationToken);
            if (await Task.WhenAny(change, pause).ConfigureAwait(false) == pause)
            {
                await pause.ConfigureAwait(false);
                return;
            }

            (IReadOnlyList<KubeObject> now, _) =
                await budgets.OfAsync(target.Pod, cancellationToken).ConfigureAwait(false);
            if (now.All(budget => DisruptionBudgets.AllowedOf(budget) > 0)) return;
        }
    }
}
