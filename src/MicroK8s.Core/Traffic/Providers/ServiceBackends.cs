using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers;

/// <summary>
/// The two Services of a service with a canary, for providers that share requests among Services. The Service itself
/// stays as it is: its callers reach stable and canary pods alike, as many as there are of each.
/// </summary>
internal static class ServiceBackends
{
    /// <summary>
    /// Takes the Services that select the right pods, or makes them by track. That of the canary has to be called so:
    /// by its name, a route to both is known as one of the service.
    /// </summary>
    /// <exception cref="ClusterException">InvalidSpec, AlreadyExists.</exception>
    public static CanaryBackends Plan(CanaryPods pods, RoutingObjects read)
    {
        KubeObject service = read.Of(ResourceTypes.Service).First(
            item => item.Name == pods.Name && item.Namespace == pods.Namespace);
        string? stable = Find(pods, read, service, pods.Stable, pods.Canary).FirstOrDefault();
        string? canary = Find(pods, read, service, pods.Canary, pods.Stable)
            .FirstOrDefault(name => name == NameOf(pods, ServiceLabels.Canary));
        var changes = new List<ObjectChange>();
        if (stable is null) changes.Add(Make(pods, read, service, ServiceLabels.Stable, pods.StableTrack));
        if (canary is null) changes.Add(Make(pods, read, service, ServiceLabels.Canary, ServiceLabels.Canary));
        return new CanaryBackends(
            stable ?? NameOf(pods, ServiceLabels.Stable), canary ?? NameOf(pods, ServiceLabels.Canary), changes);
    }

    /// <summary>What was made for the canary, to be removed with it; what routes still lead to stays.</summary>
    /// <param name="pods">The service.</param>
    /// <param name="after">The objects as they will be when no route needs the Services any more.</param>
    /// <param name="remains">Takes a sentence for each Service that has to stay.</param>
    public static IReadOnlyList<ObjectChange> Withdraw(
        CanaryPods pods, RoutingObjects after, ICollection<string> remains)
    {
        KubeObject[] made =
            [.. after.Of(ResourceTypes.Service).Where(item => OwnMetadata.IsFor(item, pods.Service))];
        if (made.Length == 0) return [];
        ILookup<ServiceHost, string> users = UsersIn(after);
        var changes = new List<ObjectChange>();
        foreach (KubeObject item in made)
        {
            string? user = users[new ServiceHost(item.Name, item.Namespace)].FirstOrDefault();
            if (user is null) changes.Add(ObjectChange.Remove(ResourceTypes.Service, item));
            else remains.Add($"{item} stays: {user} leads to it.");
        }

        return changes;
    }

    /// <summary>Which objects lead to each Service.</summary>
    private static ILookup<ServiceHost, string> UsersIn(RoutingObjects read)
    {
        var byRoutes = from route in RouteReaders.Routes(read)
                       from backend in route.Backends.Concat(route.Mirrors)
                       select (backend.Service, User: $"{route.Target}");
        var byPaths = from ingress in read.Of(ResourceTypes.Ingress)
                      from path in IngressPath.Of(ingress)
                      select (path.Service, User: $"{ingress}");
        return byRoutes.Concat(byPaths).ToLookup(pair => pair.Service, pair => pair.User);
    }

    private static string NameOf(CanaryPods pods, string suffix) => $"{pods.Name}-{suffix}";

    /// <summary>The Services with the same ports that select these pods and spare those.</summary>
    private static IEnumerable<string> Find(
        CanaryPods pods, RoutingObjects read, KubeObject service, IReadOnlyDictionary<string, string> selected,
        IReadOnlyDictionary<string, string> spared)
    {
        HashSet<int> ports = PortsOf(service);
        return read.Of(ResourceTypes.Service).Where(item => item.Namespace == pods.Namespace && item.Name != pods.Name)
            .Where(item => item.Json.Map("spec", "selector") is { Count: > 0 } selector
                && LabelSelectors.Matches(selector, selected) && !LabelSelectors.Matches(selector, spared))
            .Where(item => ports.IsSubsetOf(PortsOf(item)))
            .OrderByDescending(item => item.Name.StartsWith($"{pods.Name}-", StringComparison.Ordinal))
            .ThenBy(item => item.Name, StringComparer.Ordinal).Select(item => item.Name);
    }

    private static HashSet<int> PortsOf(KubeObject service) =>
        [.. service.Json.Items("spec", "ports").Select(port => port.Count("port"))];

    private static ObjectChange Make(
        CanaryPods pods, RoutingObjects read, KubeObject service, string suffix, string track)
    {
        string name = NameOf(pods, suffix);
        var target = new ResourceRef(ResourceTypes.Service, pods.Namespace, name);
        if (read.Of(ResourceTypes.Service).Any(item => item.Name == name && item.Namespace == pods.Namespace))
        {
            throw new ClusterException(
                ClusterFault.AlreadyExists,
                $"{target} is there already, but does not select the {suffix} pods of {pods.Name} with all of its "
                + "ports.", name, "Correct or rename that Service.");
        }

        var selector = new JsonObject();
        foreach ((string key, string value) in service.Json.Map("spec", "selector")) selector[key] = value;
        selector[ServiceLabels.Track] = track;
        var ports = new JsonArray([.. service.Json.Items("spec", "ports").Select(Port)]);
        return ObjectChange.Create(
            target,
            new JsonObject
            {
                ["metadata"] = OwnMetadata.Of(pods, name),
                ["spec"] = new JsonObject { ["selector"] = selector, ["ports"] = ports },
            },
            $"selector {ServiceLabels.Track}={track}");
    }

    private static JsonNode? Port(JsonElement port)
    {
        JsonNode? copy = port.ToNode();
        // A port of the nodes belongs to one Service.
        (copy as JsonObject)?.Remove("nodePort");
        return copy;
    }
}
