namespace MicroK8s.Host;

/// <summary>The command line cannot be understood; the message says which part.</summary>
internal sealed class UsageException(string message) : Exception(message);
