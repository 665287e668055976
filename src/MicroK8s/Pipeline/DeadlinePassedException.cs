namespace MicroK8s.Commands.Pipeline;

/// <summary>A body did not end within its <see cref="Deadline"/>.</summary>
internal sealed class DeadlinePassedException : Exception;
