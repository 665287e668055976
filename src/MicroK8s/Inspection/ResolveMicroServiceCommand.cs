using System.Collections.Concurrent;
using System.Management.Automation;
using MicroK8s.Addresses;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Inspection;

[Cmdlet(VerbsDiagnostic.Resolve, "MicroService")]
[OutputType(typeof(ServiceResolution))]
public sealed class ResolveMicroServiceCommand : NamespacedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Names]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ExactType(typeof(WorkloadKind?))]
    public WorkloadKind? Kind { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string? ClusterDomain { get; set; }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        await ForEachAsync(Name, name => ResolveAsync(session, name));
    }

    private async Task ResolveAsync(IClusterSession session, string name)
    {
        var unknown = new ConcurrentQueue<ClusterException>();
        WriteObjects(
            await ServiceResolver.ResolveAsync(
                session, name, ResolveNamespace(session), Kind, ClusterDomain?.Trim('.'), KubeConfigInUse(),
                unknown.Enqueue, StopToken));
        foreach (ClusterException exception in unknown) WriteVerbose(exception.Message);
    }
}
