using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers.Gateway;

/// <summary>
/// Single requests to the canary. Those with a header: by an HTTPRoute of its own, whose matches have one header more
/// than those of the rule that shares requests and so come first (Gateway API, <c>HTTPRouteRule.matches</c>). Copies:
/// by a RequestMirror filter of the rule.
/// </summary>
internal static class GatewayRequests
{
    private const string Mirror = "RequestMirror";

    /// <summary>Throws unless every implementation of the Gateway API can do it.</summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void RequireAble(RequestRules rules)
    {
        if (rules.Matches?.FirstOrDefault(match => match.IsCookie) is { } cookie)
        {
            throw RequestFaults.NotPossible(
                cookie, "the Gateway API cannot match cookies", "Use -MatchHeader.");
        }

        if (rules.MirrorPercent is > 0 and < 100)
        {
            throw InvalidInput.Of(
                "MirrorPercent", rules.MirrorPercent,
                "must be 0 or 100 with the Gateway API, because not every version can mirror a part of the requests");
        }
    }

    /// <summary>The HTTPRoute of a rule that <see cref="Match"/> made. Null if there is none.</summary>
    public static TrafficRoute? MatchRouteOf(TrafficRoute route, IEnumerable<TrafficRoute> all) =>
        all.FirstOrDefault(other => other.Target.Name == NameFor(route) && other.Target.Type == route.Target.Type
            && other.Namespace == route.Namespace && OwnMetadata.IsForAny(other.Object));

    /// <summary>The filters of the rule, in the patch of its weights.</summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void AddMirror(JsonPatch patch, List<string> fields, TrafficRoute route, RequestEdit edit)
    {
        if (edit.Rules.MirrorPercent is not { } percent) return;
        JsonArray filters = Find(route)["filters"] as JsonArray ?? [];
        int place = filters.ToList().FindIndex(filter => IsMirrorTo(filter, edit.Canary.Backend.Service));
        string field = $"spec.rules[{route.Path.Split('/')[^1]}].filters";
        if (percent == 0 && place >= 0)
        {
            patch.Test($"{route.Path}/filters/{place}/type", Mirror);
            patch.Remove(filters.Count == 1 ? $"{route.Path}/filters" : $"{route.Path}/filters/{place}");
            fields.Add($"{field}[{place}] mirror to {edit.Canary.Label} removed");
        }
        else if (percent > 0 && place < 0)
        {
            if (route.Mirrors.Count > 0) throw RequestFaults.AlreadyMirrors(route, percent);
            JsonObject backend = BackendOf(route, edit);
            backend.Remove("filters");
            var filter = new JsonObject
            {
                ["type"] = Mirror, ["requestMirror"] = new JsonObject { ["backendRef"] = backend },
            };
            if (filters.Count == 0) patch.Add($"{route.Path}/filters", new JsonArray(filter));
            else patch.Add($"{route.Path}/filters/-", filter);
            fields.Add($"{field}: mirror to {edit.Canary.Label}");
        }
    }

    /// <summary>The changes of the HTTPRoute beside.</summary>
    public static IEnumerable<ObjectChange> Match(TrafficRoute route, RequestEdit edit)
    {
        if (edit.Rules.Matches is not { } matches) yield break;
        TrafficRoute? own = MatchRouteOf(route, edit.Routes);
        if (matches.Count == 0)
        {
            if (own is not null) yield return ObjectChange.Remove(route.Target.Type, own.Object);
            yield break;
        }

        JsonObject rule = RuleOf(route, edit, matches);
        string[] fields = [$"{string.Join(", ", matches)} to {edit.Canary.Label}"];
        if (own is not null)
        {
            var rules = new JsonArray(rule);
            if (JsonNode.DeepEquals(own.Object.ToNode()["spec"]!["rules"], rules)) yield break;
            yield return ObjectChange.Change(
                own.Target, own.Object, new JsonPatch(own.Object).Replace("/spec/rules", rules), fields);
            yield break;
        }

        var none = new Dictionary<string, string>();
        var target = new ResourceRef(route.Target.Type, route.Target.Namespace, NameFor(route));
        JsonObject spec = route.Object.ToNode()["spec"]!.AsObject();
        spec["rules"] = new JsonArray(rule);
        yield return ObjectChange.Create(
            target,
            new JsonObject
            {
                ["metadata"] = OwnMetadata.Of(new CanaryPods(edit.Service, none, none), target.Name),
                ["spec"] = spec.DeepClone(),
            },
            fields);
    }

    /// <summary>The rule with other matches and with the canary alone; all else as in the one that shares.</summary>
    private static JsonObject RuleOf(TrafficRoute route, RequestEdit edit, IReadOnlyList<RequestMatch> matches)
    {
        JsonObject rule = Find(route);
        rule.Remove("name");
        if (rule["filters"] is JsonArray filters)
        {
            JsonNode?[] kept = [.. filters.Where(filter => (string?)filter?["type"] != Mirror)];
            if (kept.Length == 0) rule.Remove("filters");
            else rule["filters"] = new JsonArray([.. kept.Select(filter => filter!.DeepClone())]);
        }

        JsonObject backend = BackendOf(route, edit);

        // Written as the server completes it, so that the same again is no change.
        backend["weight"] = 1;
        rule["matches"] = Product(rule["matches"] as JsonArray, matches);
        rule["backendRefs"] = new JsonArray(backend);
        return rule;
    }

    private static JsonArray Product(JsonArray? matches, IReadOnlyList<RequestMatch> added) =>
    [
        .. from match in matches is { Count: > 0 } ? matches : [Any()]
           from one in added
           select With(match!.DeepClone().AsObject(), one),
    ];

    private static JsonObject Any() => new()
    {
        ["path"] = new JsonObject { ["type"] = "PathPrefix", ["value"] = "/" },
    };

    private static JsonObject With(JsonObject match, RequestMatch added)
    {
        JsonArray headers = match["headers"]?.DeepClone() as JsonArray ?? [];
        if (headers.Any(header => added.Name.Equals((string?)header?["name"], StringComparison.OrdinalIgnoreCase)))
        {
            throw RequestFaults.NotPossible(
                added, $"the rule already matches header {added.Name}", "Use another header.");
        }

        headers.Add(new JsonObject { ["type"] = "Exact", ["name"] = added.Name, ["value"] = added.Value });
        match["headers"] = headers;
        return match;
    }

    /// <summary>The canary's backend in the rule; one like the first if it is not there yet.</summary>
    private static JsonObject BackendOf(TrafficRoute route, RequestEdit edit)
    {
        int place = edit.Canary.IsNew ? 0 : edit.Canary.Index;
        JsonObject backend = Find(route)["backendRefs"]![place]!.DeepClone().AsObject();
        backend["name"] = edit.Canary.Label;
        backend.Remove("weight");
        return backend;
    }

    private static bool IsMirrorTo(JsonNode? filter, ServiceHost canary) =>
        (string?)filter?["type"] == Mirror
        && (string?)filter["requestMirror"]?["backendRef"]?["name"] == canary.Name;

    private static JsonObject Find(TrafficRoute route) =>
        JsonPointer.Find(route.Object.ToNode(), route.Path)!.DeepClone().AsObject();

    private static string NameFor(TrafficRoute route) => $"{route.Target.Name}-{route.Label}-canary-match";
}
