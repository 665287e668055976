namespace MicroK8s.Host;

/// <summary>The exit codes that are the host's own; a script's <c>exit N</c> goes out as it is.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failed = 1;

    /// <summary>EX_USAGE, which pwsh gives too.</summary>
    public const int Usage = 64;

    /// <summary>128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
