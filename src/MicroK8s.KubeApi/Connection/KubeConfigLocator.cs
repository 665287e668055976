using MicroK8s.Errors;

namespace MicroK8s.KubeApi.Connection;

/// <summary>Finds the kubeconfig files that kubectl would read.</summary>
internal static class KubeConfigLocator
{
    /// <summary>
    /// The files in order: the one given, else those of <c>$env:KUBECONFIG</c> that exist, else <c>~/.kube/config</c>.
    /// </summary>
    /// <returns>The files; none if nothing was given and nothing is there.</returns>
    /// <exception cref="ClusterException">KubeConfigNotFound, if what was given does not exist.</exception>
    public static IReadOnlyList<string> Locate(string? given)
    {
        if (given is not null)
        {
            return File.Exists(given) ? [Path.GetFullPath(given)] : throw NotFound(given, "-KubeConfig");
        }

        string? variable = Environment.GetEnvironmentVariable("KUBECONFIG");
        if (!string.IsNullOrEmpty(variable))
        {
            string[] named = variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
            string[] present = [.. named.Select(file => file.Trim('"')).Where(File.Exists).Select(Path.GetFullPath)];
            return present.Length > 0 ? present : throw NotFound(variable, "the environment variable KUBECONFIG");
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string standard = Path.Combine(home, ".kube", "config");
        return File.Exists(standard) ? [standard] : [];
    }

    private static ClusterException NotFound(string path, string from) => new(
        ClusterFault.KubeConfigNotFound,
        $"The kubeconfig '{path}' named by {from} {(Directory.Exists(path) ? "is a folder" : "does not exist")}.", path,
        "Check the path, or leave it out to use ~/.kube/config.");
}
