namespace MicroK8s.KubeApi.Requests;

/// <summary>One request whose answer several ask for; it is stopped when nobody waits for it any more.</summary>
internal sealed class SharedRead<T>
{
    private readonly Lazy<Task<T>> _answer;
    private readonly CancellationToken _stopped;
    private readonly Func<Task> _stop;
    private int _readers;

    /// <param name="read">Sends the request, when the first one asks.</param>
    public SharedRead(Func<CancellationToken, Task<T>> read)
    {
        var stop = new CancellationTokenSource();
        (_stopped, _stop) = (stop.Token, stop.CancelAsync);
        _answer = new Lazy<Task<T>>(() => read(_stopped));
    }

    /// <summary>Whether the answer is here.</summary>
    public bool HasSucceeded => _answer is { IsValueCreated: true, Value.IsCompletedSuccessfully: true };

    /// <summary>Whether there is an answer or none will come.</summary>
    public bool HasEnded =>
        _stopped.IsCancellationRequested || _answer is { IsValueCreated: true, Value.IsCompleted: true };

    /// <summary>Waits for the answer.</summary>
    /// <exception cref="OperationCanceledException">Also when the last one before was stopped just now.</exception>
    public async Task<T> WaitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _readers);
        try
        {
            return await _answer.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (Interlocked.Decrement(ref _readers) == 0 && !_answer.Value.IsCompleted)
            {
                await _stop().ConfigureAwait(false);
            }
        }
    }
}
