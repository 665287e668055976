using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Completion;

/// <summary>Names of microservices that call: those of <c>-FromNamespace</c>, else those of the namespace.</summary>
public sealed class CallerCompleter : ClusterCompleter
{
    private protected override string? ScopeOf(CompletionRequest request) => request.Bound("FromNamespace");

    private protected override async Task<IEnumerable<string>> ReadNamesAsync(
        CompletionRequest request, CancellationToken cancellationToken)
    {
        IClusterSession session = await request.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var query = new WorkloadQuery(request.Bound("FromNamespace") ?? request.NamespaceFor(session));
        var names = new HashSet<string>(StringComparer.Ordinal);
        IAsyncEnumerable<KubeObject> workloads =
            WorkloadList.ReadAsync(session.Resources, query, onDenied: null, cancellationToken);
        await foreach (KubeObject workload in workloads.ConfigureAwait(false)) names.Add(workload.Name);
        return names;
    }
}
