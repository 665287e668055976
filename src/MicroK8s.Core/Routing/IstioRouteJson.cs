using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>One route of a VirtualService as it stands there.</summary>
/// <param name="Json">The route.</param>
/// <param name="Path">Its place, a JSON Pointer.</param>
/// <param name="Name">Its name. Null if it has none.</param>
/// <param name="Label">The name; else the index, with the protocol in front if that is not http.</param>
/// <param name="Match">Which requests it takes.</param>
/// <param name="Above">The label of a route above it that takes every request. Null if there is none.</param>
internal sealed record IstioRouteJson(
    JsonElement Json, string Path, string? Name, string Label, RouteMatch Match, string? Above)
{
    private static readonly string[] Protocols = ["http", "tls", "tcp"];

    // What a match may have without leaving any request out.
    private static readonly string[] NoConditions = ["name", "ignoreUriCase", "statPrefix"];

    /// <summary>All routes of a VirtualService, by protocol and in order: the first that matches is taken.</summary>
    public static IEnumerable<IstioRouteJson> Of(KubeObject virtualService)
    {
        foreach (string protocol in Protocols)
        {
            string? above = null;
            int index = 0;
            foreach (JsonElement json in virtualService.Json.Items("spec", protocol))
            {
                string? name = json.Text("name") is { Length: > 0 } given ? given : null;
                string label = name ?? (protocol == "http" ? $"{index}" : $"{protocol}-{index}");
                RouteMatch match = MatchOf(json);
                yield return new IstioRouteJson(json, $"/spec/{protocol}/{index++}", name, label, match, above);
                if (match.TakesAll) above ??= label;
            }
        }
    }

    /// <summary>
    /// Where copies of requests go, and how many percent of them, rounded; without a number all of them (Istio,
    /// <c>HTTPRoute.mirror_percentage</c>).
    /// </summary>
    public IEnumerable<(JsonElement Destination, int Percent)> Mirrors =>
    [
        .. Json.At("mirror") is { } mirror
            ? new[] { (mirror, PercentOf(Json.At("mirrorPercentage", "value")) ?? Json.Number("mirrorPercent") ?? 100) }
            : [],
        .. Json.Items("mirrors").Select(item =>
            (item.At("destination") ?? default, PercentOf(item.At("percentage", "value")) ?? 100)),
    ];

    private static int? PercentOf(JsonElement? number) =>
        number is { ValueKind: JsonValueKind.Number } value ? (int)Math.Round(value.GetDouble()) : null;

    private static RouteMatch MatchOf(JsonElement route) => new(
        !route.Items("match").Any() || route.Items("match").Any(TakesAll),
        route.Items("match").Any(match => match.Map("headers").Count > 0 || match.Map("withoutHeaders").Count > 0));

    // As Istio, which makes no further route after such a one (istio/istio, pilot/pkg/networking/core/route,
    // IsCatchAllRoute).
    private static bool TakesAll(JsonElement match) => match.ValueKind == JsonValueKind.Object
        && match.EnumerateObject().All(condition => NoConditions.Contains(JsonText.NameOf(condition))
            || (JsonText.NameOf(condition) == "uri" && IsAnyPath(condition.Value)));

    private static bool IsAnyPath(JsonElement uri) => uri.Text("prefix") == "/" || uri.Text("regex") is ".*" or "*";
}
