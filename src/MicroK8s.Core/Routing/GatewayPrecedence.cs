using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>
/// Which of several equal matches takes the requests: that of the oldest HTTPRoute, then of the first by namespace and
/// name, then of the first rule (Gateway API, HTTPRouteRule.matches). Only equal matches are compared; whether a wider
/// match leaves anything to a narrower one is not asked, because the narrower one always wins.
/// </summary>
internal sealed class GatewayPrecedence
{
    private readonly Dictionary<string, (KubeObject Route, int Rule)> _first = new(StringComparer.Ordinal);

    public GatewayPrecedence(IEnumerable<KubeObject> routes)
    {
        IEnumerable<KubeObject> byAge = routes.OrderBy(route => route.Created)
            .ThenBy(route => $"{route.Namespace}/{route.Name}", StringComparer.Ordinal);
        foreach (KubeObject route in byAge)
        {
            int index = 0;
            foreach (JsonElement rule in route.Json.Items("spec", "rules"))
            {
                foreach (string key in Keys(route, rule)) _first.TryAdd(key, (route, index));
                index++;
            }
        }
    }

    /// <summary>
    /// The rule that takes every request of another one before it, such as <c>HTTPRoute shop/web, rule 0</c>. Null if
    /// something is left for it.
    /// </summary>
    /// <param name="route">The object of the rule in question.</param>
    /// <param name="index">Its place there.</param>
    public string? FirstBefore(KubeObject route, int index)
    {
        (KubeObject Route, int Rule)[] winners =
            [.. Keys(route, route.Json.Items("spec", "rules").ElementAt(index)).Select(key => _first[key])];
        return winners.Length > 0 && winners.All(winner => winner != (route, index))
            ? $"{ResourceTypes.HttpRoute.Kind} {winners[0].Route.Namespace}/{winners[0].Route.Name}, rule "
                + (winners[0].Route.Json.Items("spec", "rules").ElementAt(winners[0].Rule).Text("name")
                    ?? $"{winners[0].Rule}")
            : null;
    }

    /// <summary>One text per Gateway, host and match.</summary>
    private static IEnumerable<string> Keys(KubeObject route, JsonElement rule) =>
        from parent in route.Json.Items("spec", "parentRefs")
        from host in route.Json.Items("spec", "hostnames").Select(item => item.Text() ?? "").DefaultIfEmpty("*")
        from match in rule.Items("matches").Select(MatchKey).DefaultIfEmpty(MatchKey(default))
        select string.Join('\n', ParentKey(route, parent), host.ToLowerInvariant(), match);

    private static string ParentKey(KubeObject route, JsonElement parent) => string.Join(
        '|', parent.Text("group"), parent.Text("kind") ?? "Gateway", parent.Text("namespace") ?? route.Namespace,
        parent.Text("name"), parent.Text("sectionName"), parent.Text("port"));

    private static string MatchKey(JsonElement match) => string.Join(
        '|', match.Text("path", "type") ?? "PathPrefix", match.Text("path", "value") ?? "/", match.Text("method"),
        string.Join(',', Conditions(match, "headers")), string.Join(',', Conditions(match, "queryParams")));

    private static IEnumerable<string> Conditions(JsonElement match, string list) => match.Items(list)
        .Select(item => $"{item.Text("type") ?? "Exact"} {item.Text("name")?.ToLowerInvariant()}={item.Text("value")}")
        .Order(StringComparer.Ordinal);
}
