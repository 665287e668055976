using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Addresses;

/// <summary>One rule of a Gateway API HTTPRoute. Its backends are Services, not subsets.</summary>
/// <param name="Route">As messages name it.</param>
/// <param name="Services">The Service of every backend.</param>
/// <param name="Destinations">Every backend with its share.</param>
internal sealed record GatewayRule(
    string Route, IReadOnlyList<ServiceHost> Services, IReadOnlyList<TrafficDestination> Destinations)
{
    /// <summary>The rules of an HTTPRoute; an omitted weight is 1 (Gateway API, <c>BackendRef.weight</c>).</summary>
    public static IEnumerable<GatewayRule> Of(KubeObject route) =>
        route.Json.Items("spec", "rules").Select((rule, index) => Of(route, rule, index));

    /// <summary>What goes to some of the Services.</summary>
    public RouteTraffic TrafficTo(IReadOnlySet<ServiceHost> services) => new(
        Route, Destinations,
        Destinations.Where((_, index) => services.Contains(Services[index])).Sum(destination => destination.Weight));

    private static GatewayRule Of(KubeObject route, JsonElement rule, int index)
    {
        JsonElement[] backends = [.. rule.Items("backendRefs").Where(item => item.Text("kind") is null or "Service")];
        IReadOnlyList<int> percent =
            WeightArithmetic.Percent([.. backends.Select(item => (int?)(item.Number("weight") ?? 1))]);
        return new GatewayRule(
            $"HTTPRoute {route.Namespace}/{route.Name}, rule {rule.Text("name") ?? $"{index}"}",
            [.. backends.Select(item => new ServiceHost(
                item.Text("name") ?? "", item.Text("namespace") ?? route.Namespace))],
            backends.Select((item, place) => new TrafficDestination(
                item.Text("name") ?? "", null, item.Number("port"), percent[place], item.Number("weight"))).ToArray());
    }
}
