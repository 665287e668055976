namespace MicroK8s.Connection;

/// <summary>Which part of a container's log to read; the default is all that its present run wrote so far.</summary>
public sealed record LogRange
{
    /// <summary>Whether to go on with what is written later, until the run of the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>Whether the run before the last restart is meant.</summary>
    public bool Previous { get; init; }

    /// <summary>
    /// Only lines from then on. The server knows whole seconds only, so earlier lines of it come too. Null for all.
    /// </summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only lines not older than this, by the node's clock, in whole seconds. Null for all.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>At most so many of the last lines. Null for all.</summary>
    public int? Tail { get; init; }

    /// <summary>At most so many bytes. Null for all.</summary>
    public long? LimitBytes { get; init; }
}
