using System.Globalization;
using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers.Gateway;

/// <summary>The Gateway API: weights in HTTPRoutes, one Service for each backend.</summary>
internal sealed class GatewayProvider : ITrafficProvider
{
    public IRouteReader Reader { get; } = new GatewayRouteReader();

    public IReadOnlyList<ResourceType> AlsoReads { get; } = [ResourceTypes.ReferenceGrant];

    public IEnumerable<ResourceType> ReadsFor(IEnumerable<TrafficRoute> routes) =>
        routes.Any(route => route.Backends.Any(backend => backend.Service.Namespace != route.Namespace))
            ? AlsoReads
            : [];

    // A route needs a Gateway, a host and a path, and nobody can guess these.
    public bool CanRoute(CanaryPods pods, RoutingObjects read) => false;

    public void RequireAble(RequestRules rules) => GatewayRequests.RequireAble(rules);

    public TrafficRoute? MatchRouteOf(TrafficRoute route, RouteBackend canary, IEnumerable<TrafficRoute> all) =>
        GatewayRequests.MatchRouteOf(route, all);

    public RouteEdit SetWeights(TrafficRoute route, RouteWeights weights)
    {
        var patch = new JsonPatch(route.Object);
        var fields = new List<string>();
        foreach (RouteShare share in weights.Changed) SetWeight(patch, fields, route, share);
        if (weights.Requests is { } requests) GatewayRequests.AddMirror(patch, fields, route, requests);
        RouteEdit edit = RouteEdit.Of(route, weights, patch, fields);
        ObjectChange[] beside = weights.Requests is null ? [] : [.. GatewayRequests.Match(route, weights.Requests)];
        return edit with
        {
            Writes = [.. edit.Writes, .. beside],
            Fields =
            [
                .. edit.Fields, .. beside.Select(change => string.Join(": ", change.Fields.Prepend(change.Title))),
            ],
        };
    }

    public CanaryBackends DefineBackends(CanaryPods pods, RoutingObjects read) => ServiceBackends.Plan(pods, read);

    public NewRoute CreateRoute(CanaryPods pods, CanaryBackends backends, RoutingObjects read) =>
        throw new ClusterException(
            ClusterFault.RouteNotFound, $"No HTTPRoute leads to Service {pods.Namespace}/{pods.Name}.", pods.Name,
            "Make an HTTPRoute with a rule that leads to it; the canary is then added to that rule.");

    public RouteEdit ExtendRoute(
        TrafficRoute route, RouteWeights weights, CanaryPods pods, CanaryBackends backends)
    {
        var patch = new JsonPatch(route.Object);
        var fields = new List<string>();
        foreach (RouteShare share in weights.Changed)
        {
            if (share.IsNew) Append(patch, fields, route, share);
            else SetWeight(patch, fields, route, share);
        }

        foreach (RouteShare share in weights.Shares.Where(
            share => !share.IsNew && share.Backend.Service == pods.Service))
        {
            // The Service itself selects the canary's pods too.
            string path = $"{Path(route, share)}/name";
            patch.Test(path, pods.Name).Replace(path, backends.Stable);
            fields.Add($"{Field(route, share)}.name {pods.Name} → {backends.Stable}");
        }

        if (!patch.IsEmpty)
        {
            CanaryNote.Add(
                patch, route.Object, pods.Service, [$"{route.Path}/backendRefs"],
                keepsWeights: weights.HaveShareOf(pods.Service, backends.Canary));
        }

        return RouteEdit.Of(route, weights, patch, fields);
    }

    public IEnumerable<string> NotesOn(TrafficRoute route, CanaryPods pods, RoutingObjects read)
    {
        // A route of a mesh has the Service as its parent (Gateway API for Service Mesh).
        bool covers = route.Object.Json.Items("spec", "parentRefs").Any(parent =>
            parent.Text("kind") == ResourceTypes.Service.Kind && parent.Text("name") == pods.Name);
        if (!covers)
        {
            yield return $"Calls to {pods.Name}.{pods.Namespace}.svc inside the cluster do not pass {route.Target}: "
                + "they reach stable and canary pods alike, whatever the weight.";
        }
    }

    public IEnumerable<ObjectChange> Withdraw(CanaryPods pods, RoutingObjects read, ICollection<string> remains) =>
    [
        .. GatewayRouteReader.Objects(read).Where(route => OwnMetadata.IsFor(route, pods.Service))
            .Select(route => ObjectChange.Remove(GatewayRouteReader.RefOf(route).Type, route)),
        .. GatewayRouteReader.Objects(read).Where(route => CanaryNote.IsFor(route, pods.Service))
            .Select(route => ObjectChange.Change(
                GatewayRouteReader.RefOf(route), route, CanaryNote.PutBack(route, pods.Service, remains),
                ["as it was before the canary"])),
    ];

    private static void SetWeight(JsonPatch patch, List<string> fields, TrafficRoute route, RouteShare share)
    {
        string path = Path(route, share);
        patch.Test($"{path}/name", share.Backend.Destination.Host);
        _ = share.Raw is null ? patch.Add($"{path}/weight", share.To) : patch.Replace($"{path}/weight", share.To);
        string from = share.Raw?.ToString(CultureInfo.InvariantCulture) ?? "absent";
        fields.Add($"{Field(route, share)}.weight {from} → {share.To}");
    }

    /// <summary>The canary's backend has what the stable one has beside its name, such as filters.</summary>
    private static void Append(JsonPatch patch, List<string> fields, TrafficRoute route, RouteShare share)
    {
        int model = Math.Max(0, Enumerable.Range(0, route.Backends.Count)
            .FirstOrDefault(index => route.Backends[index].Service.Namespace == share.Backend.Service.Namespace));
        int rule = int.Parse(route.Path.Split('/')[^1], CultureInfo.InvariantCulture);
        JsonObject backend = route.Object.Json.Items("spec", "rules").ElementAt(rule).Items("backendRefs")
            .ElementAt(model).ToNode() as JsonObject ?? [];
        backend["name"] = share.Label;
        backend["weight"] = share.To;
        patch.Add($"{route.Path}/backendRefs/-", backend);
        fields.Add($"{Field(route, share)} new: {share.Label}, weight {share.To}");
    }

    private static string Path(TrafficRoute route, RouteShare share) => $"{route.Path}/backendRefs/{share.Index}";

    private static string Field(TrafficRoute route, RouteShare share) =>
        $"spec.rules[{route.Path.Split('/')[^1]}].backendRefs[{share.Index}]";
}
