using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Completion;

/// <summary>Labels of microservices, as <c>app=web</c>.</summary>
public sealed class LabelCompleter : ClusterCompleter
{
    private protected override async Task<IEnumerable<string>> ReadNamesAsync(
        CompletionRequest request, CancellationToken cancellationToken)
    {
        IClusterSession session = await request.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var query = new WorkloadQuery(request.NamespaceFor(session));
        var labels = new HashSet<string>(StringComparer.Ordinal);
        IAsyncEnumerable<KubeObject> workloads =
            WorkloadList.ReadAsync(session.Resources, query, onDenied: null, cancellationToken);
        await foreach (KubeObject workload in workloads.ConfigureAwait(false))
        {
            labels.UnionWith(workload.Labels.Select(label => $"{label.Key}={label.Value}"));
        }

        return labels;
    }
}
