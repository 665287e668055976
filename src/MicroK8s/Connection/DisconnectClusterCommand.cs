using System.Management.Automation;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Commands.Session;

namespace MicroK8s.Commands.Connection;

[Cmdlet(VerbsCommunications.Disconnect, "Cluster")]
[OutputType(typeof(void))]
public sealed class DisconnectClusterCommand : AsyncCmdlet
{
    private protected override Task ProcessAsync()
    {
        ConnectionDefaults defaults = ConnectionDefaults.Current;
        SessionCache.Close(defaults.Options);
        defaults.Clear();
        return Task.CompletedTask;
    }
}
