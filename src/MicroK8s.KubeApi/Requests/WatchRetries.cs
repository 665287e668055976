using MicroK8s.Errors;

namespace MicroK8s.KubeApi.Requests;

/// <summary>Whether a watch that failed is tried again, and after which pause.</summary>
internal sealed class WatchRetries
{
    /// <summary>Longest pause before the server is asked again after a failure.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Refusals in a row that a restart may explain; their pauses add up to some twenty seconds, which a server on a
    /// busy machine takes to read its roles.
    /// </summary>
    private const int RestartFailures = 10;

    private bool _hasSynced;
    private bool _isRefused;
    private int _failures;

    public bool HasFailed => _failures > 0;

    /// <summary>Notes that a whole list has come.</summary>
    public void NoteList() => _hasSynced = true;

    /// <summary>Notes that the stream brought something.</summary>
    public void NoteNews() => (_failures, _isRefused) = (0, false);

    /// <summary>
    /// Notes that an attempt failed, or that the stream ended. The first refusal of a server that was away before is
    /// the first failure of another kind: a long outage must not use up the patience with what comes after it.
    /// </summary>
    /// <param name="fault">Why the attempt failed. Null for a stream that ended.</param>
    public void NoteFailure(ClusterFault? fault = null)
    {
        bool isRefusal = IsRefusal(fault);
        _failures = isRefusal && !_isRefused ? 1 : _failures + 1;
        _isRefused = isRefusal;
    }

    /// <summary>
    /// Whether another try may help. Only a watch that already ran outlives an outage; one that never did reports it
    /// at once. While a server restarts, a gateway may answer in its place, and for some seconds the server itself
    /// does not know its own roles, tokens and kinds; what is taken away for good stays away for longer.
    /// </summary>
    public bool MayRecover(ClusterFault fault) => _hasSynced
        && (fault is ClusterFault.Unreachable or ClusterFault.NotKubernetes
            || (IsRefusal(fault) && !(_isRefused && _failures >= RestartFailures)));

    public Task PauseAsync(CancellationToken cancellationToken)
    {
        double milliseconds = Math.Min(100 * Math.Pow(2, _failures - 1), LongestPause.TotalMilliseconds);
        return Task.Delay(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);
    }

    private static bool IsRefusal(ClusterFault? fault) =>
        fault is ClusterFault.AccessDenied or ClusterFault.NotAuthenticated or ClusterFault.KindNotSupported;
}
