using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Providers.Istio;

/// <summary>
/// Single requests to the canary: those with a header or cookie by a route right above the one that shares requests,
/// and copies by its mirror (Istio, VirtualService, <c>HTTPMatchRequest</c> and <c>HTTPRoute.mirror</c>).
/// </summary>
internal static class RequestPatch
{
    private const string Percentage = "mirrorPercentage";

    // Percent as whole numbers, by two names, is what versions before 1.4 had.
    private static readonly string[] OldPercentages = ["mirrorPercent", "mirror_percent"];

    private static readonly string[] AllOfMirrors = ["mirror", "mirrors", Percentage, .. OldPercentages];

    /// <summary>The route above that this made. Null if there is none.</summary>
    public static TrafficRoute? MatchRouteOf(TrafficRoute route, RouteBackend canary, IEnumerable<TrafficRoute> all) =>
        all.FirstOrDefault(other => other.Target == route.Target && other.Name == NameFor(canary)
            && IndexOf(other) == IndexOf(route) - 1);

    /// <summary>Adds the changes to the patch of the weights; last, because a route that comes or goes moves others.
    /// </summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void Add(JsonPatch patch, List<string> fields, TrafficRoute route, RequestEdit edit)
    {
        if (!route.Path.StartsWith("/spec/http/", StringComparison.Ordinal))
        {
            if (!edit.Rules.LeadToCanary) return;
            throw RequestFaults.NotPossible(
                edit.Rules, $"{route.Title}, is no http route", "Name an http route with -RouteName.");
        }

        JsonObject now = Find(route);
        if (edit.Rules.MirrorPercent is { } percent) Mirror(patch, fields, route, now, edit, percent);
        if (edit.Rules.Matches is { } matches) Match(patch, fields, route, now, edit, matches);
    }

    private static void Mirror(
        JsonPatch patch, List<string> fields, TrafficRoute route, JsonObject now, RequestEdit edit, int percent)
    {
        string field = FieldOf(route);

        // Only spec.http[].mirror is changed; the list spec.http[].mirrors stays as it is.
        bool isOurs = route.Mirrors is [var only] && only.Is(edit.Service, edit.Canary.Label)
            && now.ContainsKey("mirror");
        if (route.Mirrors.Count > 0 && !isOurs)
        {
            if (percent == 0) return;
            throw RequestFaults.AlreadyMirrors(route, percent);
        }

        if (percent == 0)
        {
            if (!isOurs) return;
            foreach (string old in OldPercentages.Where(now.ContainsKey)) patch.Remove($"{route.Path}/{old}");
            patch.Remove($"{route.Path}/mirror");
            if (now.ContainsKey(Percentage)) patch.Remove($"{route.Path}/{Percentage}");
            fields.Add($"{field}.mirror {edit.Canary.Label} removed");
            return;
        }

        if (isOurs && now[Percentage]?["value"]?.GetValue<double>() == percent) return;
        foreach (string old in OldPercentages.Where(now.ContainsKey)) patch.Remove($"{route.Path}/{old}");
        if (!isOurs)
        {
            patch.Add($"{route.Path}/mirror", WeightPatch.ToNode(edit.Canary.After)["destination"]!.DeepClone());
        }

        patch.Add($"{route.Path}/{Percentage}", new JsonObject { ["value"] = percent });
        fields.Add($"{field}.mirror: {percent}% to {edit.Canary.Label}");
    }

    private static void Match(
        JsonPatch patch, List<string> fields, TrafficRoute route, JsonObject now, RequestEdit edit,
        IReadOnlyList<RequestMatch> matches)
    {
        TrafficRoute? own = MatchRouteOf(route, edit.Canary.Backend, edit.Routes);
        if (matches.Count == 0)
        {
            if (own is null) return;
            patch.Test($"{own.Path}/name", own.Name);
            patch.Remove(own.Path);
            fields.Add($"{FieldOf(own)} {own.Name} removed");
            return;
        }

        JsonObject wanted = now;
        foreach (string field in AllOfMirrors) wanted.Remove(field);
        wanted["name"] = NameFor(edit.Canary.Backend);
        wanted["match"] = Product(now["match"] as JsonArray, matches);
        JsonObject destination = WeightPatch.ToNode(edit.Canary.After);
        destination.Remove("weight");
        wanted["route"] = new JsonArray(destination);
        if (own is not null)
        {
            if (JsonNode.DeepEquals(Find(own), wanted)) return;
            patch.Test($"{own.Path}/name", own.Name);
            patch.Replace(own.Path, wanted);
        }
        else
        {
            patch.Add(route.Path, wanted);
        }

        fields.Add(
            $"{FieldOf(own ?? route)} {(own is null ? "new " : "")}{NameFor(edit.Canary.Backend)}: "
            + $"{string.Join(", ", matches)} to {edit.Canary.Label}");
    }

    /// <summary>Every match of the route, with each of the conditions: one list is an or, one match an and.</summary>
    private static JsonArray Product(JsonArray? matches, IReadOnlyList<RequestMatch> added) =>
    [
        .. from JsonNode? match in matches is { Count: > 0 } ? matches : new JsonArray(new JsonObject())
           from one in added
           select With(match!.DeepClone().AsObject(), one),
    ];

    private static JsonObject With(JsonObject match, RequestMatch added)
    {
        string name = added.IsCookie ? "cookie" : added.Name;
        JsonObject headers = match.Open("headers");
        if (headers.ContainsKey(name))
        {
            throw RequestFaults.NotPossible(added, $"the route already matches header {name}", "Use another header.");
        }

        headers[name] = added.IsCookie
            ? new JsonObject { ["regex"] = $"^(.*;\\s*)?{Regex.Escape(added.Text)}(;.*)?$" }
            : new JsonObject { ["exact"] = added.Value };

        // Names of matches are for the logs of Istio, and two of the same would be confused there.
        match.Remove("name");
        return match;
    }

    private static string NameFor(RouteBackend canary) =>
        $"{canary.Service.Name}{(canary.Subset is null ? "" : $"-{canary.Subset}")}-match";

    private static JsonObject Find(TrafficRoute route) =>
        JsonPointer.Find(route.Object.ToNode(), route.Path)!.DeepClone().AsObject();

    private static int IndexOf(TrafficRoute route) =>
        int.Parse(route.Path.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);

    private static string FieldOf(TrafficRoute route) => $"spec.http[{IndexOf(route)}]";
}
