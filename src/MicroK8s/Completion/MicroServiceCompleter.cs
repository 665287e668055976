using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Completion;

/// <summary>
/// Names of microservices, which are the names of their workloads; of one kind if the line names it.
/// </summary>
public sealed class MicroServiceCompleter : ClusterCompleter
{
    private protected override string? ScopeOf(CompletionRequest request) => request.Bound("Kind");

    private protected override async Task<IEnumerable<string>> ReadNamesAsync(
        CompletionRequest request, CancellationToken cancellationToken)
    {
        IClusterSession session = await request.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var query = new WorkloadQuery(request.NamespaceFor(session)) { Kind = request.Kind };
        var names = new HashSet<string>(StringComparer.Ordinal);
        IAsyncEnumerable<KubeObject> workloads =
            WorkloadList.ReadAsync(session.Resources, query, onDenied: null, cancellationToken);
        await foreach (KubeObject workload in workloads.ConfigureAwait(false)) names.Add(workload.Name);
        return names;
    }
}
