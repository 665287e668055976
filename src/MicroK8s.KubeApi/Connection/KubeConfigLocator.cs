using MicroK8s.Connection;
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
        string[] present =
            [.. KubeConfigFiles.Candidates(given).Where(File.Exists).Select(Path.GetFullPath)];
        if (present.Length > 0) return present;
        if (given is not null) throw NotFound(given, "-KubeConfig");
        return KubeConfigFiles.Named is { } named
            ? throw NotFound(named, $"the environment variable {KubeConfigFiles.Variable}")
            : [];
    }

    private static ClusterException NotFound(string path, string from) => new(
        ClusterFault.KubeConfigNotFound,
        $"The kubeconfig '{path}' named by {from} {(Directory.Exists(path) ? "is a folder" : "does not exist")}.", path,
        "Check the path, or leave it out to use ~/.kube/config.");
}
