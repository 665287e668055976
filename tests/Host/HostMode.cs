namespace MicroK8s.Host;

/// <summary>Where the commands of a session come from.</summary>
internal enum HostMode
{
    Prompt,
    StandardInput,
    Command,
    File,
    Help,
    Version,
}
