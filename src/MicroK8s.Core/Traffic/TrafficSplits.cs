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
    /// <param name="provider">The only provider, of <see cref="TrafficProviders.Names"/>. Null for all.</param>
    /// <param name="onDenied">Told of each provider whose routes may not be read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// KindNotSupported: the provider is not installed; AccessDenied: the routes of none may be read; Unreachable.
    /// </exception>
    public static async Task<IReadOnlyList<TrafficSplit>> ReadAsync(
        IClusterSession session, string namespaceName, string? provider, Action<ClusterException> onDenied,
        CancellationToken cancellationToken)
    {
        var reader = new TrafficReader(session, namespaceName, provider);
        RoutingObjects read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, ClusterException> denied = reader.Denials();
        IReadOnlyList<TrafficRoute> routes =
        [
            .. TrafficProviders.RoutesIn(read, namespaceName, provider)
                .Where(route => !denied.ContainsKey(route.Provider)),
        ];
        if (routes.Count == 0 && denied.Values.FirstOrDefault() is { } denial) throw denial;
        foreach (ClusterException one in denied.Values) onDenied(one);
        return [.. TrafficReport.Of(routes)];
    }
}
