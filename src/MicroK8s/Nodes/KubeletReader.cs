using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Usage;

namespace MicroK8s.Commands.Nodes;

/// <summary>Asks the kubelets of several nodes, some at a time.</summary>
internal static class KubeletReader
{
    private const int AtOnce = 8;

    /// <summary>What each kubelet tells; one that does not is reported, and left out.</summary>
    public static async Task<IReadOnlyDictionary<string, KubeletSummary>> ReadAsync(
        IClusterSession session, IEnumerable<string> nodes, Action<ClusterException> report,
        CancellationToken cancellationToken)
    {
        var summaries = new Dictionary<string, KubeletSummary>(StringComparer.Ordinal);
        foreach (string[] some in nodes.Distinct().Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(ReadOneAsync));
        }

        return summaries;

        // On the pipeline thread, all of them: a report is an error record.
        async Task ReadOneAsync(string node)
        {
            try
            {
                summaries[node] = await KubeletSummary.ReadAsync(session, node, cancellationToken);
            }
            catch (ClusterException exception)
                when (exception.Fault is ClusterFault.MetricsUnavailable or ClusterFault.AccessDenied)
            {
                report(exception);
            }
        }
    }
}
