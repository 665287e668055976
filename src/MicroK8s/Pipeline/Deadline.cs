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
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(700);

    private TimeSpan _spent;

    /// <summary>The limit. Null for none: the cmdlet streams until it is stopped.</summary>
    public TimeSpan? Limit { get; private set; }

    /// <summary>What is left of the limit, never less than a millisecond.</summary>
    public TimeSpan Left => Limit is { } limit && limit - _spent > Smallest ? limit - _spent : Smallest;

    /// <summary>How long the pump may wait now, in milliseconds; -1 for as long as it takes.</summary>
    public int Patience => Limit is { } limit
        ? (int)Math.Clamp((limit + Grace - _spent).TotalMilliseconds, 0, int.MaxValue)
        : Timeout.Infinite;

    private static TimeSpan Smallest { get; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Begins anew: with the next record, or the next name.</summary>
    public void Restart(TimeSpan? limit) => (Limit, _spent) = (limit, TimeSpan.Zero);

    /// <summary>Notes time that was waited.</summary>
    public void Spend(TimeSpan time) => _spent += time;
}
