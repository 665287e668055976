using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers.Istio;

/// <summary>Istio: weights in VirtualServices, subsets in DestinationRules.</summary>
internal sealed class IstioProvider : ITrafficProvider
{
    public IRouteReader Reader { get; } = new IstioRouteReader();

    public IReadOnlyList<ResourceType> AlsoReads { get; } = [];

    public IEnumerable<ResourceType> ReadsFor(IEnumerable<TrafficRoute> routes) => [];

    public bool CanRoute(CanaryPods pods, RoutingObjects read) => read.IsServed(ResourceTypes.VirtualService);

    public void RequireAble(RequestRules rules)
    {
    }

    public TrafficRoute? MatchRouteOf(TrafficRoute route, RouteBackend canary, IEnumerable<TrafficRoute> all) =>
        RequestPatch.MatchRouteOf(route, canary, all);

    public RouteEdit SetWeights(TrafficRoute route, RouteWeights weights)
    {
        JsonPatch patch = WeightPatch.Of(route, weights);
        List<string> fields = [.. WeightPatch.Fields(route, weights)];
        if (weights.Requests is { } requests) RequestPatch.Add(patch, fields, route, requests);
        return RouteEdit.Of(route, weights, patch, fields);
    }

    public CanaryBackends DefineBackends(CanaryPods pods, RoutingObjects read) => SubsetPlanner.Plan(pods, read);

    public NewRoute CreateRoute(CanaryPods pods, CanaryBackends backends, RoutingObjects read) =>
        FirstRoute.Plan(pods, backends, read);

    public RouteEdit ExtendRoute(
        TrafficRoute route, RouteWeights weights, CanaryPods pods, CanaryBackends backends)
    {
        JsonPatch patch = WeightPatch.Of(route, weights);
        List<string> fields = [.. WeightPatch.Fields(route, weights)];
        foreach (RouteShare share in weights.Shares)
        {
            if (share is not { IsNew: false, IsOfService: true, Subset: null }) continue;

            // Without a subset stable would mean all pods of the service, the canary's among them.
            string path = WeightPatch.Path(route, share);
            patch.Test($"{path}/destination/host", share.Backend.Destination.Host);
            patch.Add($"{path}/destination/subset", backends.Stable);
            fields.Add($"{WeightPatch.Field(route, share)}.destination.subset absent → {backends.Stable}");
        }

        if (!patch.IsEmpty)
        {
            CanaryNote.Add(
                patch, route.Object, pods.Service, [$"{route.Path}/route"],
                keepsWeights: weights.HaveShareOf(pods.Service, backends.Canary));
        }

        return RouteEdit.Of(route, weights, patch, fields);
    }

    public IEnumerable<string> NotesOn(TrafficRoute route, CanaryPods pods, RoutingObjects read)
    {
        var resolver = new IstioResolver(
            read.Of(ResourceTypes.VirtualService), read.Of(ResourceTypes.DestinationRule));
        bool covers = resolver.VirtualServicesFor(pods.Service.FullName(), pods.Namespace)
            .Any(rule => rule.Name == route.Object.Name && rule.Namespace == route.Object.Namespace);
        if (!covers)
        {
            yield return $"{route.Title}, does not decide about calls to {pods.Service.FullName()} inside the mesh: "
                + "they reach the canary's pods whatever its weight.";
        }
    }

    public IEnumerable<ObjectChange> Withdraw(CanaryPods pods, RoutingObjects read, ICollection<string> remains) =>
        IstioWithdrawal.Plan(pods, read, remains);
}
