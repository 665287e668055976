using System.Management.Automation;
using System.Runtime.Loader;
using MicroK8s.Commands.Forwarding;

namespace MicroK8s.Commands.Isolation;

/// <summary>
/// Sends the adapter and its packages into a load context of their own, so that another module's YamlDotNet or
/// Kubernetes client does not meet ours.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    public void OnImport() => AssemblyLoadContext.Default.Resolving += DependencyContext.ResolveAdapter;

    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        OpenForwards.CloseOwn();
        AssemblyLoadContext.Default.Resolving -= DependencyContext.ResolveAdapter;
    }
}
