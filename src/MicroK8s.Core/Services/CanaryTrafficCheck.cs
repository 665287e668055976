using MicroK8s.Addresses;
using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>
/// Routes that give the pods of a workload a share of a split, while it is to go or to have no pods. The answer is the
/// one that <c>Get-MicroService</c> shows.
/// </summary>
/// <param name="Routes">A sentence that names them.</param>
/// <param name="Advice">The command that takes the traffic away.</param>
internal sealed record CanaryTrafficCheck(string Routes, string Advice)
{
    /// <summary>Finds them, in all namespaces and of all providers.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="notes">Takes what else is to be said: what is not known, and other ways to its pods.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="removed">The uids of objects that go with it; traffic rules among them do not count.</param>
    /// <returns>Null if no split gives it traffic.</returns>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    public static async Task<CanaryTrafficCheck?> FindAsync(
        IClusterSession session, KubeObject workload, List<string> notes, CancellationToken cancellationToken,
        params IEnumerable<string> removed)
    {
        AddressMap map = await AddressReader
            .ReadTrafficAsync(session.Resources, workload.Namespace!, notes, cancellationToken).ConfigureAwait(false);
        RouteTraffic[] traffic =
            [.. map.TrafficOf(workload).Where(one => one.Weight > 0 && !removed.Contains(one.Source!.Object.Uid))];
        RouteTraffic[] shares = [.. traffic.Where(one => one.IsSplit)];
        notes.AddRange(OtherWays(map, workload, traffic));
        string routes = string.Join("; ", shares.Select(one => $"{one.Route} ({one.Weight}%)"));
        return shares.Length == 0 ? null : new CanaryTrafficCheck(
            $"{workload} still gets traffic: {routes}.",
            string.Join(' ', shares.Select(share => AdviceFor(share, workload)).Distinct()));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Routes} {Advice}";

    /// <summary>Routes that somebody made for this workload alone, and copies of requests.</summary>
    private static IEnumerable<string> OtherWays(AddressMap map, KubeObject workload, RouteTraffic[] traffic)
    {
        IReadOnlyDictionary<string, string> labels = WorkloadPods.LabelsOf(workload);
        return traffic.Where(one => !one.IsSplit && one.Source!.Backends.Any(backend => backend.Subset is not null))
            .Select(one => $"{one.Route}, still leads to {workload}{one.Source!.Match.Text}.")
            .Concat(map.Routes
                .Where(route => route.Mirrors.Any(mirror =>
                    mirror.Subset is not null && mirror.Selects(workload.Namespace, labels)))
                .Select(route => $"{route.Title}, mirrors requests to {workload}."));
    }

    private static string AdviceFor(RouteTraffic share, KubeObject workload)
    {
        TrafficRoute route = share.Source!;

        IReadOnlyDictionary<string, string> labels = WorkloadPods.LabelsOf(workload);
        RouteBackend backend = route.Backends.First(
            one => one.Percent > 0 && one.Selects(workload.Namespace, labels));
        bool isTold = backend.Label == SubsetRules.FindCanary(
            RouteMembers.KnownTo([route], backend.Service), RouteMembers.NamesOf([route], backend.Service));
        string subset = isTold ? "" : $" -Subset {backend.Label}";
        string name = backend.Service.NameIn(route.Namespace);
        string command = AdvisedCommand.For("Set-CanaryWeight", name, route.Namespace, $"-Weight 0{subset}");
        return $"Take it away first: {command}.";
    }
}
