using MicroK8s.Errors;

namespace MicroK8s.Connection;

/// <summary>Reads the log of containers.</summary>
public interface IPodLogs
{
    /// <summary>The last lines of a container's log, oldest first. Text of pods is untrusted.</summary>
    /// <param name="namespaceName">The namespace of the pod.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="previous">Whether the container before the last restart is meant.</param>
    /// <param name="lines">At most so many lines.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The lines; none if the container has no log yet.</returns>
    /// <exception cref="ClusterException">Unreachable, AccessDenied, ResourceNotFound.</exception>
    Task<IReadOnlyList<string>> TailAsync(
        string namespaceName, string pod, string container, bool previous, int lines,
        CancellationToken cancellationToken);

    /// <summary>
    /// Streams a container's log line by line; nothing but the line at hand is kept. Following ends when the run of
    /// the container ends. Text of pods is untrusted.
    /// </summary>
    /// <param name="namespaceName">The namespace of the pod.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="range">Which part of the log.</param>
    /// <param name="cancellationToken">Ends the stream at once, also while it waits for a line.</param>
    /// <exception cref="ClusterException">
    /// Unreachable, also when the stream breaks off; AccessDenied; ResourceNotFound; InvalidSpec: the container has no
    /// such log, because it has not started yet or was not restarted.
    /// </exception>
    IAsyncEnumerable<ContainerLine> ReadAsync(
        string namespaceName, string pod, string container, LogRange range, CancellationToken cancellationToken);
}
