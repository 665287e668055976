using System.Management.Automation;
using System.Net;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Commands.Session;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Forwarding;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Forwarding;

[Cmdlet(
    VerbsLifecycle.Start, "MicroServicePortForward", SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ServicePortForward))]
public sealed class StartMicroServicePortForwardCommand : NamespacedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Service")]
    [ValidateNotNullOrEmpty]
    [Names("Service")]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PortCompleter))]
    public string[] Port { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ExactType(typeof(WorkloadKind?))]
    public WorkloadKind? Kind { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string Address { get; set; } = "127.0.0.1";

    private protected override async Task ProcessAsync()
    {
        PortMapping[] mappings = Port.Length == 0 ? [PortMapping.Default] : [.. Port.Select(PortMapping.Parse)];
        IPAddress address = ParseAddress();
        IClusterSession session = await ConnectAsync();
        await ForEachAsync(Name, async name =>
        {
            KubeObject workload = await FindWorkloadAsync(session, name, Kind);
            foreach (PortMapping mapping in mappings) await OpenAsync(workload, mapping, address);
        });
    }

    private async Task OpenAsync(KubeObject workload, PortMapping mapping, IPAddress address)
    {
        string target = $"{workload.Kind} {workload.Namespace}/{workload.Name}";
        if (!ShouldProcess(target, $"Forward {mapping.Description}, at {address}")) return;

        // A session of its own: Disconnect-Cluster closes the shared one.
        ConnectionOptions options = OptionsFor(KubeConfig, Context);
        IClusterSession session = await BackendFactory.Create().OpenAsync(options, StopToken);
        try
        {
            ServicePortForward forward = await PortForwarding.OpenAsync(
                session, workload, mapping, address, TimeProvider.System, StopToken);
            OpenForwards.Add(forward, session);
            WriteObject(forward);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private IPAddress ParseAddress() => Address == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(Address, out IPAddress? address) ? address
        : throw InvalidInput.Of("Address", Address, "is no IP address", "Write 127.0.0.1, ::1 or 0.0.0.0.");
}
