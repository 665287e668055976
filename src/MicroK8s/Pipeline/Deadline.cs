namespace MicroK8s.Commands.Pipeline;

/// <summary>
/// How long a cmdlet may wait for the cluster, from the first byte of a credential plugin to the last of a body. Only
/// waiting counts: the time that a person takes to answer a prompt, and the rest of the pipeline to take an object, are
/// not the server's. Used on the pipeline thread.
/// </summary>
internal sealed class Deadline
{
    /// <summary>
    /// For what comes to its own end at the limit, such as a wait that says which pod it waited for.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(900);

    /// <summary>
    /// The grace is waited for in pieces: on a machine without a processor to spare each of them ends late, and what is
    /// late is not the server's time.
    /// </summary>
    private const int Piece = 30;

    private TimeSpan _spent;

    /// <summary>The limit. Null for none: the cmdlet streams until it is stopped.</summary>
    public TimeSpan? Limit { get; private set; }

    /// <summary>What is left of the limit, never less than a millisecond.</summary>
    public TimeSpan Left => Limit is { } limit && limit - _spent > Smallest ? limit - _spent : Smallest;

    /// <summary>How long the pump may wait now, in milliseconds; -1 for as long as it takes.</summary>
    public int Patience
    {
        get
        {
            if (Limit is not { } limit) return Timeout.Infinite;
            double beforeGrace = (limit - _spent).TotalMilliseconds;
            return beforeGrace > 0 ? (int)Math.Min(beforeGrace + 1, int.MaxValue) : IsOver ? 0 : Piece;
        }
    }

    /// <summary>Whether the limit and the grace are over.</summary>
    public bool IsOver => Limit is { } limit && _spent >= limit + Grace;

    private static TimeSpan Smallest { get; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Begins anew: with the next record, or the next name.</summary>
    public void Restart(TimeSpan? limit) => (Limit, _spent) = (limit, TimeSpan.Zero);

    /// <summary>Notes time that was waited.</summary>
    /// <param name="time">How long it was.</param>
    /// <param name="patience">How long it was meant to be at most, in milliseconds.</param>
    public void Spend(TimeSpan time, int patience)
    {
        var most = TimeSpan.FromMilliseconds(patience);
        _spent += patience >= 0 && time > most ? most : time;
    }
}
