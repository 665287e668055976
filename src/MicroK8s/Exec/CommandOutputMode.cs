namespace MicroK8s.Commands.Exec;

/// <summary>What a command's standard output becomes.</summary>
internal enum CommandOutputMode
{
    /// <summary>One string per line, as it comes.</summary>
    Lines,

    /// <summary>One string at the end, line ends and all.</summary>
    Text,

    /// <summary>One byte array at the end.</summary>
    Bytes,
}
