namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// Finds the program of a credential plugin as client-go does (<c>exec.LookPath</c>): a command with a separator is
/// relative to the kubeconfig, a bare name is looked up on the PATH. .NET would look into the current folder first,
/// where anybody may have put a program of that name.
/// </summary>
internal static class ProgramPath
{
    /// <summary>The whole path. Null if the PATH has no such program.</summary>
    /// <param name="command">The command as it is written.</param>
    /// <param name="besideKubeConfig">The same, relative to the kubeconfig.</param>
    public static string? Find(string command, string besideKubeConfig)
    {
        bool isPath = command.Contains('/', StringComparison.Ordinal)
            || command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal);
        if (isPath) return Path.GetFullPath(besideKubeConfig);

        // An entry that is relative means the current folder, which Go refuses, too.
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Where(Path.IsPathFullyQualified)
            .SelectMany(folder => Endings().Select(ending => Path.Combine(folder, command + ending)))
            .FirstOrDefault(IsProgram);
    }

    private static string[] Endings() => OperatingSystem.IsWindows()
        ? ["", .. (Environment.GetEnvironmentVariable("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(';')]
        : [""];

    private static bool IsProgram(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path)
            & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
