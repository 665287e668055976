using MicroK8s.Connection;

namespace MicroK8s.Logs;

/// <summary>What to read of the logs of microservices.</summary>
public sealed record LogRequest
{
    /// <summary>Whether to go on with what is written later.</summary>
    public bool Follow { get; init; }

    /// <summary>Whether the runs before the last restarts are meant.</summary>
    public bool Previous { get; init; }

    /// <summary>Only lines from then on. Null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only lines not older than this, by the nodes' clocks, in whole seconds. Null for all.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Only so many of the last lines of all containers together. Null for all.</summary>
    public int? Tail { get; init; }

    /// <summary>The part of each container's log that has to be read for it.</summary>
    internal LogRange Range =>
        new() { Previous = Previous, Since = Since, Age = Since is null ? Age : null, Tail = Tail };
}
