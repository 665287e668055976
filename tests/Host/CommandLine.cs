namespace MicroK8s.Host;

/// <summary>Reads the command line as pwsh does, for the options that this host has.</summary>
internal static class CommandLine
{
    public const string Usage = """
        Usage: microk8s-host [options] [-File] script.ps1 [argument ...]
               microk8s-host [options] -Command text ...
               microk8s-host [options]

          -File, -f SCRIPT       run a script; everything after it belongs to the script
          -Command, -c TEXT ...  run a command; '-' reads the commands from standard input
          -Interactive, -i       show a prompt (the default when nothing else is asked for)
          -NonInteractive        never ask: a question becomes an error
          -NoProfile             accepted; profiles are never read
          -NoLogo                no greeting before the prompt
          -Version, -v           print the engine's version
          -Help, -h, -?          print this
        """;

    /// <exception cref="UsageException">An option is unknown or lacks its value.</exception>
    public static HostOptions Parse(IReadOnlyList<string> arguments, bool inputIsTerminal)
    {
        HostOptions options = new(HostMode.Prompt, "", [], NonInteractive: false, NoLogo: false);
        for (int index = 0; index < arguments.Count; index++)
        {
            string argument = arguments[index];
            List<string> rest = [.. arguments.Skip(index + 1)];
            switch (Normalise(argument))
            {
                case "file" or "f":
                    return rest.Count > 0 ? File(options, rest) : throw Missing(argument, "a script");
                case "command" or "c":
                    return rest.Count > 0 ? Command(options, rest) : throw Missing(argument, "a command");
                case "interactive" or "i" or "noprofile" or "nop":
                    break;
                case "noninteractive" or "noni":
                    options = options with { NonInteractive = true };
                    break;
                case "nologo" or "nol":
                    options = options with { NoLogo = true };
                    break;
                case "help" or "h" or "?":
                    return options with { Mode = HostMode.Help };
                case "version" or "v":
                    return options with { Mode = HostMode.Version };
                case null:
                    return File(options, [argument, .. rest]);
                default:
                    throw new UsageException($"'{argument}' is not an option of this host.");
            }
        }

        return inputIsTerminal ? options : options with { Mode = HostMode.StandardInput };
    }

    private static string? Normalise(string argument) =>
        argument.Length > 1 && argument[0] == '-' ? argument.TrimStart('-').ToLowerInvariant() : null;

    private static HostOptions Command(HostOptions options, List<string> words) =>
        words is ["-"]
            ? options with { Mode = HostMode.StandardInput }
            : options with { Mode = HostMode.Command, Text = string.Join(' ', words) };

    private static HostOptions File(HostOptions options, List<string> words)
    {
        string path = Path.GetFullPath(words[0]);
        if (!System.IO.File.Exists(path))
        {
            throw new UsageException($"There is no script '{words[0]}'.");
        }

        return Path.GetExtension(path).Equals(".ps1", StringComparison.OrdinalIgnoreCase)
            ? options with { Mode = HostMode.File, Text = path, Arguments = words[1..] }
            : throw new UsageException($"'{words[0]}' is not a script: its name must end in .ps1.");
    }

    private static UsageException Missing(string option, string what) => new($"{option} needs {what}.");
}
