namespace MicroK8s.Inspection;

/// <summary>How a run of a container ended.</summary>
/// <param name="ExitCode">The exit code; 128 and the signal, if a signal ended it.</param>
/// <param name="Signal">The signal, where the node tells it. Null else.</param>
/// <param name="Reason">
/// The node's word for it, such as <c>OOMKilled</c>, <c>Error</c> or <c>Completed</c>. Null if none.
/// </param>
/// <param name="Message">The last words of the container, made harmless. Null if there are none.</param>
/// <param name="Finished">When, UTC. Null if the node does not know.</param>
public sealed record ContainerEnd(int ExitCode, int? Signal, string? Reason, string? Message, DateTimeOffset? Finished)
{
    /// <inheritdoc/>
    public override string ToString() => Reason is null ? $"exit code {ExitCode}" : $"{Reason} ({ExitCode})";
}
