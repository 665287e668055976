namespace MicroK8s.Host.Session;

/// <summary>How a command ended, as far as the host can tell. Errors that did not end it count as completed.</summary>
internal enum RunOutcome
{
    Completed,
    Failed,
    Stopped,
}
