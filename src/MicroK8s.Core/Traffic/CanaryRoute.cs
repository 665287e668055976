using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic;

/// <summary>The route that shares traffic with the canary: all of it to stable at first.</summary>
/// <param name="VirtualService">The object that holds it.</param>
/// <param name="Label">Its name or index.</param>
/// <param name="Change">What has to be written. Null if it is so already.</param>
/// <param name="Warnings">Other ways that lead to the canary's pods.</param>
internal sealed record CanaryRoute(
    string VirtualService, string Label, ObjectChange? Change, IReadOnlyList<string> Warnings)
{
    private const string RouteName = "main";

    /// <summary>Extends the one route that qualifies; makes the object if nothing routes to the service.</summary>
    /// <exception cref="ClusterException">
    /// RouteNotFound, AmbiguousRoute, ThirdDestination, OwnedByController, AlreadyExists, InvalidSpec.
    /// </exception>
    public static CanaryRoute Plan(CanaryRequest request, CanarySnapshot state, CanarySubsets subsets)
    {
        if (state.Traffic.ServiceRoutes.Count == 0 && request.VirtualService is null && request.Route is null)
        {
            RequireFree(request, state);
            return new CanaryRoute(request.Name, RouteName, Create(request, subsets), []);
        }

        IReadOnlyList<IstioRoute> named = RouteRules.Named(state.Traffic, request.VirtualService, request.Route);
        IstioRoute route = RouteRules.Single(named, state.Traffic.Service, subsets.Canary);
        ObjectChange? change = Extend(request, state.Traffic, subsets, route);
        if (change is not null && !request.IgnoreOwner) OwnershipRules.RequireNone(route, state.Traffic.Subsets);

        IEnumerable<IstioRoute> others = state.Traffic.Routes.Where(other => other != route);
        return new CanaryRoute(
            route.VirtualService.Name, route.Label, change,
            [.. CanaryExposure.OtherWays(route, others, state.Traffic.Service, subsets.Canary)]);
    }

    /// <summary>The metadata of a traffic rule that this module makes.</summary>
    public static JsonObject Metadata(CanaryRequest request) => new()
    {
        ["name"] = request.Name,
        ["namespace"] = request.Namespace,
        ["labels"] = new JsonObject
        {
            [ServiceLabels.App] = request.Name,
            [ServiceLabels.RecommendedName] = request.Name,
            [ServiceLabels.ManagedBy] = ServiceLabels.Module,
        },
    };

    private static ObjectChange? Extend(
        CanaryRequest request, TrafficSnapshot traffic, CanarySubsets subsets, IstioRoute route)
    {
        var wanted = new WeightRequest(request.Namespace, request.Name, 0);
        RouteWeights weights = RouteWeights.For(route, traffic, subsets.Canary, wanted) with { KeepsZero = true };
        JsonPatch patch = weights.ToPatch(route);
        List<string> fields = [.. weights.Changed.Select(share => share.Field(route))];
        foreach (RouteShare share in weights.Shares)
        {
            if (share is not { IsNew: false, IsOfService: true, Subset: null }) continue;

            // Without a subset stable would mean all pods of the service, the canary's among them.
            patch.Test($"{share.Path(route)}/destination/host", share.Destination.Host);
            patch.Add($"{share.Path(route)}/destination/subset", subsets.Stable);
            fields.Add($"spec.http[{route.Index}].route[{share.Index}].destination.subset absent → {subsets.Stable}");
        }

        var target = new ResourceRef(ResourceTypes.VirtualService, route.Namespace, route.VirtualService.Name);
        return patch.IsEmpty ? null : ObjectChange.Change(target, route.VirtualService, patch, fields);
    }

    private static ObjectChange Create(CanaryRequest request, CanarySubsets subsets) => ObjectChange.Create(
        new ResourceRef(ResourceTypes.VirtualService, request.Namespace, request.Name),
        new JsonObject
        {
            ["metadata"] = Metadata(request),
            ["spec"] = new JsonObject
            {
                ["hosts"] = new JsonArray(request.Name),
                ["http"] = new JsonArray(new JsonObject
                {
                    ["name"] = RouteName,
                    ["route"] = new JsonArray(
                        new TrafficDestination(request.Name, subsets.Stable, null, 100, null).ToNode(),
                        new TrafficDestination(request.Name, subsets.Canary, null, 0, null).ToNode()),
                }),
            },
        },
        $"route {RouteName}: {subsets.Stable} 100 %, {subsets.Canary} 0 %");

    /// <summary>A second object for the same host would be ignored by the mesh, or replace the first one.</summary>
    private static void RequireFree(CanaryRequest request, CanarySnapshot state)
    {
        KubeObject? other = state.VirtualServices.FirstOrDefault(item => item.Name == request.Name
            || item.Json.Items("spec", "hosts").Select(host => host.Text() ?? "")
                .Any(host => ServiceHost.Parse(host, request.Namespace) == state.Traffic.Service));
        if (other is null) return;
        throw new ClusterException(
            other.Name == request.Name ? ClusterFault.AlreadyExists : ClusterFault.RouteNotFound,
            $"VirtualService {request.Namespace}/{other.Name} is there already, but none of its http routes leads to "
            + $"{request.Name}.", request.Name,
            $"Give it a route to {request.Name}; the canary is then added to that route.");
    }
}
