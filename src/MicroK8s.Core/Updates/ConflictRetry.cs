using System.Runtime.ExceptionServices;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>
/// Writes again what somebody else's write got ahead of. A rollout's controller writes a lot, and many sessions may
/// change the same object at once, so writers give way by random pauses (as client-go's <c>RetryOnConflict</c>).
/// </summary>
internal static class ConflictRetry
{
    /// <summary>Tries in all.</summary>
    public const int Tries = 20;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Writes until it came through.</summary>
    /// <param name="target">The object.</param>
    /// <param name="write">Writes the plan.</param>
    /// <param name="planAgain">
    /// Reads the object and plans on it, told of the refusal. What it returns ends the tries: somebody else has done
    /// the same. Null for another try. It throws if the new plan is not what was meant, or the old one is not stale.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Conflict, and all that the two throw.</exception>
    public static async Task<T> RunAsync<T>(
        ResourceRef target, Func<Task<T>> write, Func<ClusterException, Task<T?>> planAgain,
        CancellationToken cancellationToken)
        where T : class
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await write().ConfigureAwait(false);
            }
            catch (ClusterException exception) when (MayBeStale(exception))
            {
                if (attempt == Tries && exception.Fault != ClusterFault.Conflict) throw;
                if (attempt == Tries) throw UpdateConflict.TooBusy(target, Tries, exception);
                await Task.Delay(Pause(attempt), cancellationToken).ConfigureAwait(false);
                if (await planAgain(exception).ConfigureAwait(false) is { } done) return done;
            }
        }
    }

    /// <summary>Throws a refusal that is about the change itself: nobody wrote since it was planned.</summary>
    /// <param name="refusal">What the server said.</param>
    /// <param name="planned">The version that the change was planned on.</param>
    /// <param name="now">The version of the object as it is.</param>
    public static void RequireStale(ClusterException refusal, string planned, string now)
    {
        if (refusal.Fault != ClusterFault.Conflict && planned == now) ExceptionDispatchInfo.Throw(refusal);
    }

    // A path that is gone is refused as invalid (422) before the server compares versions.
    private static bool MayBeStale(ClusterException exception) =>
        exception.Fault is ClusterFault.Conflict or ClusterFault.InvalidSpec;

    private static TimeSpan Pause(int attempt)
    {
        double longest = Math.Min(
            LongestPause.TotalMilliseconds, ShortestPause.TotalMilliseconds * Math.Pow(2, attempt));
        return TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * longest);
    }
}
