namespace MicroK8s.Host;

/// <summary>What the command line asked for. <c>Text</c> is the script's path or the command's text.</summary>
internal sealed record HostOptions(
    HostMode Mode, string Text, IReadOnlyList<string> Arguments, bool NonInteractive, bool NoLogo);
