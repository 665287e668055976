using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Pipeline;

/// <summary>A cmdlet that does the same for each microservice that is named.</summary>
public abstract class WorkloadCmdlet : NamespacedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Names]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ExactType(typeof(WorkloadKind?))]
    public WorkloadKind? Kind { get; set; }

    private protected sealed override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        await ForEachAsync(Name, name => ProcessAsync(session, name));
    }

    /// <summary>Does it for one; a fault is reported, and the next goes on.</summary>
    private protected abstract Task ProcessAsync(IClusterSession session, string name);

    private protected Task<KubeObject> FindWorkloadAsync(IClusterSession session, string name) =>
        FindWorkloadAsync(session, name, Kind);
}
