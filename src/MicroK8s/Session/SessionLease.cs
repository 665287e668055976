using MicroK8s.Connection;

namespace MicroK8s.Commands.Session;

/// <summary>The use of a session, until it is disposed of.</summary>
/// <param name="session">The session, which may still be opening.</param>
/// <param name="release">Ends the use.</param>
internal sealed class SessionLease(Task<IClusterSession> session, Action release) : IDisposable
{
    private Action? _release = release;

    /// <summary>The session as soon as it is open.</summary>
    public Task<IClusterSession> OpenAsync(CancellationToken cancellationToken) =>
        session.WaitAsync(cancellationToken);

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
