using MicroK8s.Connection;
using MicroK8s.Resources;

namespace MicroK8s.Commands.Completion;

/// <summary>Names of the objects of one kind.</summary>
public abstract class ResourceCompleter : ClusterCompleter
{
    private protected abstract ResourceType Type { get; }

    private protected override async Task<IEnumerable<string>> ReadNamesAsync(
        CompletionRequest request, CancellationToken cancellationToken)
    {
        IClusterSession session = await request.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var query = new ResourceQuery(Type, Type.Namespaced ? request.NamespaceFor(session) : null);
        var names = new List<string>();
        await foreach (KubeObject item in session.Resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            names.Add(item.Name);
        }

        return names;
    }
}
