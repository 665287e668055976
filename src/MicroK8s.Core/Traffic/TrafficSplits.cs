using System.Runtime.CompilerServices;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>Reads how routes share traffic.</summary>
public static class TrafficSplits
{
    /// <summary>
    /// The splits of a namespace: one per route and service; one for a split between several Services, if its canary
    /// can be told.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the traffic rules.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">KindNotSupported, AccessDenied, Unreachable.</exception>
    public static async IAsyncEnumerable<TrafficSplit> ReadAsync(
        IClusterSession session, string namespaceName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RoutingObjects read =
            await TrafficReader.ReadAsync(session, namespaceName, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<TrafficRoute> routes = TrafficReader.RoutesOf(read, namespaceName);
        foreach (TrafficSplit split in TrafficReport.Of(routes)) yield return split;
    }
}
