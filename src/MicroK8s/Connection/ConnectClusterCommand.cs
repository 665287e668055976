using System.Management.Automation;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Commands.Session;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Connection;

[Cmdlet(VerbsCommunications.Connect, "Cluster")]
[OutputType(typeof(ClusterConnection))]
public sealed class ConnectClusterCommand : NamespacedCmdlet
{
    private protected override async Task ProcessAsync()
    {
        // Parameters only: a new choice owes nothing to the one before. And the name of the current context is pinned,
        // because a later `kubectl config use-context` must not redirect a session.
        var given = new ConnectionOptions(ResolveKubeConfig(), GivenContext);
        ConnectionOptions wanted = given with { Context = given.Context ?? await CurrentContextAsync(given) };
        IClusterSession session = await ConnectAsync(wanted);
        string version = await session.GetServerVersionAsync(StopToken);

        // The defaults change only now: a connection that failed leaves them as they were.
        ConnectionDefaults.Current.Set(wanted, GivenNamespace);
        WriteObject(new ClusterConnection(
            session.Context.Name, session.Context.Server, GivenNamespace ?? session.Context.Namespace,
            session.Context.User, version));
    }

    private async Task<string?> CurrentContextAsync(ConnectionOptions options) =>
        (await ContextsFile.ReadAsync(options, StopToken)).FirstOrDefault(context => context.IsCurrent)?.Name;
}
