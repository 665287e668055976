using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Policies;

/// <summary>The part of a policy that stands in the route of a VirtualService. Pure.</summary>
internal static class RoutePolicy
{
    private static readonly ResourceType Kind = ResourceTypes.VirtualService;

    /// <summary>The change of the route that leads to the service; a new VirtualService if none does.</summary>
    /// <exception cref="ClusterException">
    /// RouteNotFound, AmbiguousRoute, RouteUnreachable, OwnedByController, AlreadyExists.
    /// </exception>
    public static ObjectWrite Set(
        PolicyState state, PolicyTarget target, ServiceHost service, JsonObject wanted, List<string> warnings)
    {
        TrafficRoute[] routes = [.. Named(state, target, service, IstioRouteReader.Name)];
        if (routes.Length == 0) return Make(state, target, service, wanted, warnings);
        TrafficRoute route = RouteRules.Single(routes, service, canary: "");
        RequireUsable(route, target, warnings);
        warnings.AddRange(OthersOn(route, service));
        JsonObject after = Merge(route.Object.ToNode(), route.Path, wanted);
        JsonObject merged = JsonPointer.Find(after, route.Path)!.AsObject();
        PolicyRules.CheckRetries(merged);
        warnings.AddRange(PolicyRules.NotesOn(merged));
        return ObjectUpdate.Plan(route.Target, route.Object, now => Merge(now.ToNode(), Place(route, now), wanted));
    }

    /// <summary>The changes that take parts away: of the named route, or of all that lead to the service.</summary>
    /// <exception cref="ClusterException">RouteNotFound, OwnedByController.</exception>
    public static IEnumerable<ObjectWrite> Remove(
        PolicyState state, PolicyTarget target, ServiceHost service, IReadOnlyCollection<string> keys)
    {
        var writes = new List<ObjectWrite>();
        IEnumerable<TrafficRoute> routes = Named(state, target, service, target.Provider).Where(route =>
            route.Provider is IstioRouteReader.Name or "GatewayApi");
        foreach (IGrouping<ResourceRef, TrafficRoute> inObject in routes.GroupBy(route => route.Target))
        {
            TrafficRoute[] parts = [.. inObject];
            TrafficRoute first = parts[0];
            ObjectUpdate update = ObjectUpdate.Plan(
                first.Target, first.Object,
                now => parts.Aggregate(
                    now.ToNode(), (tree, route) => Without(tree, Place(route, now), route.Provider, keys)));
            if (update.IsEmpty) continue;
            if (!target.Force) foreach (TrafficRoute route in parts) OwnershipRules.RequireNone(route);

            writes.Add(PolicyObjects.IsSpent(first.Object, update.Wanted.ToNode()["spec"])
                ? new ObjectDeletion(first.Target, first.Object)
                : update);
        }

        return writes;
    }

    /// <summary>Throws unless a change of the route has an effect that lasts, or it is insisted on.</summary>
    public static void RequireUsable(TrafficRoute route, PolicyTarget target, List<string> warnings)
    {
        if (target.Force)
        {
            if (route.Unreachable is { } why) warnings.Add($"{route.Title}, gets no requests: {why}.");
            return;
        }

        RouteRules.RequireReachable(route, "A policy");
        OwnershipRules.RequireNone(route);
    }

    /// <summary>The routes that may be meant; none if no route leads to the service and none was named.</summary>
    /// <exception cref="ClusterException">RouteNotFound.</exception>
    public static IEnumerable<TrafficRoute> Named(
        PolicyState state, PolicyTarget target, ServiceHost service, string? provider)
    {
        TrafficRoute[] leading =
        [
            .. state.RoutesTo(service, target.Subset).Where(route => provider is null || route.Provider == provider),
        ];
        if (target.RouteObject is null && target.Route is null) return leading;
        return RouteRules.Named(
            new TrafficSnapshot(service, target.Namespace, leading), target.RouteObject, target.Route);
    }

    /// <summary>What else a change of the route is about.</summary>
    public static IEnumerable<string> OthersOn(TrafficRoute route, ServiceHost service)
    {
        string[] others =
        [
            .. route.Backends.Select(backend => backend.Service).Distinct().Where(other => other != service)
                .Select(other => other.NameIn(route.Namespace)),
        ];
        if (others.Length > 0) yield return $"{route.Title}, leads to {string.Join(", ", others)} too.";
    }

    /// <summary>
    /// The place of the route in the object as it is by now: others may have added some above. By its name, else where
    /// it was.
    /// </summary>
    public static string Place(TrafficRoute route, KubeObject now)
    {
        if (route.Name is null) return route.Path;
        string list = route.Path[..route.Path.LastIndexOf('/')];
        int index = (JsonPointer.Find(now.ToNode(), list) as JsonArray ?? []).ToList()
            .FindIndex(one => one.Text("name") == route.Name);
        return index < 0 || JsonPointer.Find(now.ToNode(), route.Path).Text("name") == route.Name
            ? route.Path
            : $"{list}/{index}";
    }

    /// <summary>The object with parts of a policy set in a route.</summary>
    public static JsonObject Merge(JsonObject tree, string path, JsonObject wanted)
    {
        if (JsonPointer.Find(tree, path) is not JsonObject route)
        {
            throw new ClusterException(
                ClusterFault.Conflict, $"The route at {path} was removed by someone else. Nothing was changed.", path,
                "Look at the routes with Get-TrafficPolicy, then run the command again.");
        }

        PolicyFragment.Merge(route, wanted);
        return tree;
    }

    private static JsonObject Without(
        JsonObject tree, string path, string provider, IReadOnlyCollection<string> keys)
    {
        if (JsonPointer.Find(tree, path) is not JsonObject route) return tree;
        if (provider != IstioRouteReader.Name) GatewayPolicy.Clear(route, keys);
        else foreach (string key in keys) route.Remove(key);
        return tree;
    }

    private static ObjectCreation Make(
        PolicyState state, PolicyTarget target, ServiceHost service, JsonObject wanted, List<string> warnings)
    {
        string host = service.NameIn(target.Namespace);
        if (target.Subset is { } subset)
        {
            throw new ClusterException(
                ClusterFault.RouteNotFound,
                $"No http route of namespace {target.Namespace} leads to subset {subset} of {host}.",
                host, "Timeouts, retries and faults stand in a route: make one with New-Canary.");
        }

        if (state.Resolver.VirtualServicesFor(service.FullName(), target.Namespace) is [var deciding, ..])
        {
            throw new ClusterException(
                ClusterFault.RouteNotFound,
                $"{Kind.Kind} {deciding.Namespace}/{deciding.Name} decides about {host} for callers in "
                + $"{target.Namespace}, "
                + "and none of its http routes leads there.", host,
                $"Name its namespace with -Namespace {deciding.Namespace}, or add an http route to it.");
        }

        if (state.Read.Of(Kind).Any(one => one.Name == service.Name && one.Namespace == target.Namespace))
        {
            throw new ClusterException(
                ClusterFault.AlreadyExists,
                $"{Kind.Kind} {target.Namespace}/{service.Name} is there already, but has no http route to {host} that "
                + "callers in the mesh follow.", host, "Add one to it, or rename it.");
        }

        JsonObject made = PolicyObjects.Make(Kind, target.Namespace, service, PolicyObjects.PlainRoute(host));
        JsonObject after = Merge(made, "/spec/http/0", wanted);
        warnings.AddRange(PolicyRules.NotesOn(JsonPointer.Find(after, "/spec/http/0")!.AsObject()));
        return new ObjectCreation(Kind, after);
    }
}
