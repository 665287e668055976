using System.Collections.Concurrent;
using System.Management.Automation;
using MicroK8s.Addresses;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Inspection;

[Cmdlet(VerbsDiagnostic.Resolve, "MicroService")]
[OutputType(typeof(ServiceResolution))]
public sealed class ResolveMicroServiceCommand : WorkloadCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string? ClusterDomain { get; set; }

    private protected override async Task ProcessAsync(IClusterSession session, string name)
    {
        var unknown = new ConcurrentQueue<ClusterException>();
        WriteObjects(
            await ServiceResolver.ResolveAsync(
                session, name, ResolveNamespace(session), Kind, ClusterDomain?.Trim('.'), KubeConfigInUse(),
                unknown.Enqueue, StopToken));
        foreach (ClusterException exception in unknown) WriteVerbose(exception.Message);
    }
}
