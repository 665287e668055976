namespace MicroK8s.Connection;

/// <summary>A line of a container's log.</summary>
/// <param name="Time">
/// When the node took it, UTC, by the node's clock. The default if it has no timestamp: then it is no line of the
/// container, but what the node itself says, such as that the log is gone.
/// </param>
/// <param name="Text">The line as it was written, without its end: untrusted.</param>
public readonly record struct ContainerLine(DateTimeOffset Time, string Text);
