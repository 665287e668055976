using System.Reflection;
using System.Runtime.Loader;

namespace MicroK8s.Commands.Isolation;

/// <summary>Loads what lies in <c>bin/dependencies</c>, apart from everything else in the process.</summary>
internal sealed class DependencyContext : AssemblyLoadContext
{
    private const string Adapter = "MicroK8s.KubeApi";

    private static readonly string Folder =
        Path.Combine(Path.GetDirectoryName(typeof(DependencyContext).Assembly.Location)!, "dependencies");

    /// <summary>One for the process: an assembly loaded twice would be two different types.</summary>
    private static readonly DependencyContext Shared = new();

    private DependencyContext()
        : base("MicroK8s")
    {
    }

    /// <summary>Answers the default context for the adapter only; all else is none of our business.</summary>
    public static Assembly? ResolveAdapter(AssemblyLoadContext context, AssemblyName name)
    {
        // By path: asked by name, a missing file would come back here without end.
        string path = Path.Combine(Folder, $"{Adapter}.dll");
        return name.Name == Adapter && File.Exists(path) ? Shared.LoadFromAssemblyPath(path) : null;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(Folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
