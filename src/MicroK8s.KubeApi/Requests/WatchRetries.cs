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
    private int _failures;

    public bool HasFailed => _failures > 0;

    /// <summary>Notes that a whole list has come.</summary>
    public void NoteList() => _hasSynced = true;

    /// <summary>Notes that the stream brought something.</summary>
    public void NoteNews() => _failures = 0;

    /// <summary>Notes that an attempt failed, or that the stream ended.</summary>
    public void NoteFailure() => _failures++;

    /// <summary>
    /// Whether another try may help. Only a watch that already ran outlives an outage; one that never did reports it
    /// at once. While a server restarts, a gateway may answer in its place, and for some seconds the server itself
    /// does not know its own roles, tokens and kinds; what is taken away for good stays away for longer.
    /// </summary>
    public bool MayRecover(ClusterFault fault) => _hasSynced && fault switch
    {
        ClusterFault.Unreachable or ClusterFault.NotKubernetes => true,
        ClusterFault.AccessDenied or ClusterFault.NotAuthenticated or ClusterFault.KindNotSupported =>
            _failures < RestartFailures,
        _ => false,
    };

    public Task PauseAsync(CancellationToken cancellationToken)
    {
        double milliseconds = Math.Min(100 * Math.Pow(2, _failures - 1), LongestPause.TotalMilliseconds);
        return Task.Delay(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);
    }
}
