namespace MicroK8s.Connection;

/// <summary>Where kubeconfigs are looked for, as kubectl does (kubernetes.io, "Organizing Cluster Access").</summary>
public static class KubeConfigFiles
{
    /// <summary>The environment variable that names files.</summary>
    public const string Variable = "KUBECONFIG";

    /// <summary>What the variable names. Null if it is not set.</summary>
    public static string? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } files ? files : null;

    /// <summary>
    /// The file that is given, else those of <c>$env:KUBECONFIG</c>, else <c>~/.kube/config</c>. None has to exist.
    /// </summary>
    /// <param name="given">The file that is given. Null for none.</param>
    public static IReadOnlyList<string> Candidates(string? given) =>
        given is not null ? [given]
        : Named is { } files
            ? [.. files.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(file => file.Trim('"'))]
            : [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")];
}
