namespace MicroK8s.Connection;

/// <summary>A piece of what a command wrote, cut anywhere.</summary>
/// <param name="IsError">Whether it was written to standard error.</param>
/// <param name="Data">The bytes.</param>
public sealed record CommandOutput(bool IsError, ReadOnlyMemory<byte> Data);
