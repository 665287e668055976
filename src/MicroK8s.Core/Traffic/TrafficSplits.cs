using System.Runtime.CompilerServices;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Traffic;

/// <summary>Reads how routes share traffic.</summary>
public static class TrafficSplits
{
    /// <summary>The splits of a namespace, one per http route and service, as the pages of the list arrive.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the traffic rules.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">KindNotSupported, AccessDenied, Unreachable.</exception>
    public static async IAsyncEnumerable<TrafficSplit> ReadAsync(
        IClusterSession session, string namespaceName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject> rules = await TrafficReader
            .ListAsync(session, ResourceTypes.DestinationRule, namespaceName, cancellationToken).ConfigureAwait(false);
        IAsyncEnumerable<KubeObject> items = TrafficReader
            .StreamAsync(session, ResourceTypes.VirtualService, namespaceName, cancellationToken);
        await foreach (KubeObject item in items.ConfigureAwait(false))
        {
            foreach (TrafficSplit split in TrafficReport.Of(item, rules)) yield return split;
        }
    }
}
