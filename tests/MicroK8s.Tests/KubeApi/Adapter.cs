using System.Reflection;
using MicroK8s.Connection;

namespace MicroK8s.Tests.KubeApi;

/// <summary>The adapter as it is staged, reached without cmdlets.</summary>
internal static class Adapter
{
    public static IClusterSession Open(string kubeConfig, string context) =>
        Backend().OpenAsync(new ConnectionOptions(kubeConfig, context), CancellationToken.None)
            .GetAwaiter().GetResult();

    public static IBackend Backend()
    {
        // By path and reflection: the tests must not have a second copy of the adapter beside the staged one, and the
        // module's initializer must have run, which importing does.
        using var shell = new Engine.Shell();
        var module = Assembly.LoadFrom(Path.Combine(Repository.ModuleFolder, "bin", "MicroK8s.dll"));
        MethodInfo create = module.GetType("MicroK8s.Commands.Session.BackendFactory", throwOnError: true)!
            .GetMethod("Create", BindingFlags.Public | BindingFlags.Static)!;
        return (IBackend)create.Invoke(null, null)!;
    }
}
