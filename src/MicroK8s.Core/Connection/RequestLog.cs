namespace MicroK8s.Connection;

/// <summary>
/// Who hears of the requests that are sent. It belongs to the flow of calls that sets it and to all that they await,
/// not to a thread or a session: sessions are shared, and one caller must not hear of the requests of another.
/// </summary>
public static class RequestLog
{
    private static readonly AsyncLocal<IRequestListener?> Flow = new();

    /// <summary>
    /// The listener of this flow of calls. Null if nobody listens, and then nothing is noted. What an async method sets
    /// holds until that method ends.
    /// </summary>
    public static IRequestListener? Listener
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }
}
