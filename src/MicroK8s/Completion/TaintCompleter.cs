using MicroK8s.Connection;
using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Commands.Completion;

/// <summary>Keys of the taints of the node of <c>-Name</c>; of all nodes when it is not named yet.</summary>
public sealed class TaintCompleter : ClusterCompleter
{
    private protected override string? ScopeOf(CompletionRequest request) => request.Bound("Name");

    private protected override async Task<IEnumerable<string>> ReadNamesAsync(
        CompletionRequest request, CancellationToken cancellationToken)
    {
        IClusterSession session = await request.ConnectAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<KubeObject> nodes = await session.Resources
            .ReadAllAsync(new ResourceQuery(ResourceTypes.Node, null), cancellationToken).ConfigureAwait(false);
        string? name = request.Bound("Name");
        return nodes.Where(node => name is null || node.Name == name).SelectMany(NodeTaint.Of)
            .Select(taint => taint.Key).Distinct();
    }
}
