using System.Management.Automation;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Connection;

[Cmdlet(VerbsCommunications.Connect, "Cluster")]
[OutputType(typeof(ClusterConnection))]
public sealed class ConnectClusterCommand : NamespacedCmdlet
{
    private protected override async Task ProcessAsync()
    {
        // The name of the current context is pinned: a later `kubectl config use-context` must not redirect a session.
        var wanted = new ConnectionOptions(ResolveKubeConfig(), Context);
        Context ??= BackendFactory.Create().ReadContexts(wanted).FirstOrDefault(context => context.IsCurrent)?.Name;
        IClusterSession session = await ConnectAsync();
        string version = await session.GetServerVersionAsync(StopToken);

        // The defaults change only now: a connection that failed leaves them as they were.
        ConnectionDefaults.Current.Set(wanted with { Context = session.Context.Name }, Namespace);
        WriteObject(new ClusterConnection(
            session.Context.Name, session.Context.Server, ResolveNamespace(session), session.Context.User, version));
    }
}
