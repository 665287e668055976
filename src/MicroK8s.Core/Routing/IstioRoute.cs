using System.Globalization;
using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>One http route of a VirtualService.</summary>
/// <param name="VirtualService">The object it stands in.</param>
/// <param name="Index">Its place; Istio takes the first route that matches.</param>
/// <param name="Json">The route as it is.</param>
/// <param name="Destinations">Where it leads; none for a redirect or a delegate.</param>
internal sealed record IstioRoute(
    KubeObject VirtualService, int Index, JsonElement Json, IReadOnlyList<TrafficDestination> Destinations)
{
    public string? Name => Json.Text("name") is { Length: > 0 } name ? name : null;

    /// <summary>What <c>-RouteName</c> takes: the name, else the index.</summary>
    public string Label => Name ?? Index.ToString(CultureInfo.InvariantCulture);

    /// <summary>As messages name it.</summary>
    public string Title => $"VirtualService {Namespace}/{VirtualService.Name}, route {Label}";

    public string Path => $"/spec/http/{Index}";

    public string Namespace => VirtualService.Namespace ?? "";

    public bool MatchesHeaders => Json.Items("match").Any(match =>
        match.Map("headers").Count > 0 || match.Map("withoutHeaders").Count > 0);

    /// <summary>Where copies of requests go, whose answers nobody sees.</summary>
    public IEnumerable<JsonElement> Mirrors =>
        (Json.At("mirror") is { } mirror ? [mirror] : Enumerable.Empty<JsonElement>())
        .Concat(Json.Items("mirrors").Select(item => item.At("destination") ?? default));

    /// <summary>All http routes of an object, in order.</summary>
    public static IEnumerable<IstioRoute> Of(KubeObject virtualService) => virtualService.Json.Items("spec", "http")
        .Select((route, index) => new IstioRoute(virtualService, index, route, ReadDestinations(route)));

    public bool LeadsTo(TrafficDestination destination, ServiceHost service) =>
        ServiceHost.Parse(destination.Host, Namespace) == service;

    public bool LeadsTo(ServiceHost service) => Destinations.Any(destination => LeadsTo(destination, service));

    public bool LeadsTo(ServiceHost service, string? subset) => Destinations.Any(destination =>
        destination.Subset == subset && destination.Weight > 0 && LeadsTo(destination, service));

    /// <summary>The place of a subset of the service among the destinations, -1 if it is not there.</summary>
    public int IndexOf(ServiceHost service, string subset) => Enumerable.Range(0, Destinations.Count)
        .Where(index => Destinations[index].Subset == subset && LeadsTo(Destinations[index], service))
        .DefaultIfEmpty(-1).First();

    private static TrafficDestination[] ReadDestinations(JsonElement route)
    {
        JsonElement[] destinations = [.. route.Items("route")];
        IReadOnlyList<int> percent = WeightArithmetic.Percent([.. destinations.Select(item => item.Number("weight"))]);
        return
        [
            .. destinations.Select((item, index) => new TrafficDestination(
                item.Text("destination", "host") ?? "", item.Text("destination", "subset"),
                item.Number("destination", "port", "number"), percent[index], item.Number("weight"))),
        ];
    }
}
