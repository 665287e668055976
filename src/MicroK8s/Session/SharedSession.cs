using MicroK8s.Connection;

namespace MicroK8s.Commands.Session;

/// <summary>
/// A session that several cmdlets, completers and runspaces share. Its opening, which may run a credential plugin, is
/// stopped when nobody waits for it any more; it is closed when it is outdated and nobody uses it any more.
/// </summary>
internal sealed class SharedSession : IDisposable
{
    private readonly CancellationTokenSource _opening = new();
    private readonly object _gate = new();
    private readonly Task<IClusterSession> _session;
    private int _users;
    private bool _isOutdated;
    private bool _isClosed;

    /// <summary>Begins to open a session.</summary>
    /// <param name="stamp">What the kubeconfig was when it was read.</param>
    /// <param name="open">Opens it.</param>
    public SharedSession(string stamp, Func<CancellationToken, Task<IClusterSession>> open)
    {
        Stamp = stamp;

        // On the pool: reading a kubeconfig that is a pipe may block, and a stop must not wait for it.
        _session = Task.Run(() => open(_opening.Token));
    }

    /// <summary>What the kubeconfig was when it was read.</summary>
    public string Stamp { get; }

    /// <summary>Whether opening it failed, so that the next one has to open another.</summary>
    public bool HasFailed => _session.IsFaulted || _session.IsCanceled;

    /// <summary>Begins to use the session. Null if it is closed already.</summary>
    public SessionLease? Lease()
    {
        lock (_gate)
        {
            if (_isClosed) return null;
            _users++;
            return new SessionLease(_session, Release);
        }
    }

    /// <summary>Closes the session as soon as nobody uses it; it may be outdated, or not wanted any more.</summary>
    public void Dispose()
    {
        lock (_gate) _isOutdated = true;
        CloseIfUnused();
    }

    private void Release()
    {
        lock (_gate) _users--;
        CloseIfUnused();
    }

    private void CloseIfUnused()
    {
        lock (_gate)
        {
            bool isNeeded = _users > 0 || (_session.IsCompleted && !_isOutdated);
            if (isNeeded || _isClosed) return;
            _isClosed = true;
        }

        _opening.Cancel();
        _ = _session.ContinueWith(
            done =>
            {
                if (done.IsCompletedSuccessfully) done.Result.Dispose();
                _opening.Dispose();
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
