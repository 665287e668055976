using System.Reflection;

namespace MicroK8s.Tests;

/// <summary>Where things are in the checkout that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!);

    /// <summary>The module as the build staged it.</summary>
    public static string ModuleFolder => Path.Combine(Root, "out", "MicroK8s");

    public static string Manifest => Path.Combine(ModuleFolder, "MicroK8s.psd1");
}
