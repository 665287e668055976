using System.Globalization;
using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Policies;

/// <summary>
/// The part of a policy that stands in the rule of an HTTPRoute: <c>timeouts</c>, and <c>retry</c> where the definition
/// has it (Gateway API, GEP-1742 and GEP-1731). Pure.
/// </summary>
internal static class GatewayPolicy
{
    /// <summary>The change of the rule that leads to the service.</summary>
    /// <exception cref="ClusterException">
    /// InvalidSpec: an HTTPRoute cannot have it; RouteNotFound, AmbiguousRoute, RouteUnreachable, OwnedByController.
    /// </exception>
    public static ObjectWrite Set(
        PolicyState state, PolicyTarget target, ServiceHost service, JsonObject wanted, List<string> warnings)
    {
        if (target.Subset is { } subset) throw NoSubsets(subset);
        JsonObject fields = Translate(wanted);
        TrafficRoute[] routes = [.. RoutePolicy.Named(state, target, service, "GatewayApi")];
        if (routes.Length == 0) throw RouteFaults.NoRoute(target.Namespace, target.Service);
        TrafficRoute route = RouteRules.Single(routes, service, canary: "");
        RoutePolicy.RequireUsable(route, target, warnings);
        warnings.AddRange(RoutePolicy.OthersOn(route, service));
        JsonObject after = RoutePolicy.Merge(route.Object.ToNode(), route.Path, fields);
        JsonNode? rule = JsonPointer.Find(after, route.Path);
        string? why = IstioPolicyRules.RetriesOutlast(
            GoDuration.TryParse(rule.Text("timeouts", "request")), rule.Number("retry", "attempts"),
            GoDuration.TryParse(rule.Text("timeouts", "backendRequest")));
        if (why is not null) warnings.Add($"Not all retries can be made: {why}. Raise -RequestTimeout.");
        return ObjectUpdate.Plan(
            route.Target, route.Object, now => RoutePolicy.Merge(now.ToNode(), RoutePolicy.Place(route, now), fields));
    }

    /// <summary>The fault of a subset that is named where there are none.</summary>
    public static ClusterException NoSubsets(string subset) => InvalidInput.Of(
        "Subset", subset, "does not apply: the Gateway API has no subsets",
        "Name the Service of the subset instead, such as that of the canary.");

    /// <summary>Takes parts of a policy out of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="keys">The parts, as Istio calls them.</param>
    public static void Clear(JsonObject rule, IReadOnlyCollection<string> keys)
    {
        if (keys.Contains("retries")) rule.Remove("retry");
        if (rule["timeouts"] is not JsonObject timeouts) return;
        int before = timeouts.Count;
        if (keys.Contains("timeout")) timeouts.Remove("request");
        if (keys.Contains("retries")) timeouts.Remove("backendRequest");
        if (timeouts.Count == 0 && before > 0) rule.Remove("timeouts");
    }

    /// <summary>A rule of an HTTPRoute as a route of Istio would say it.</summary>
    public static JsonObject AsRoute(JsonObject rule)
    {
        var route = new JsonObject();
        if (rule.At("timeouts", "request") is { } timeout) route["timeout"] = timeout.DeepClone();
        if (rule.At("timeouts", "backendRequest") is { } each)
        {
            route.Open("retries")["perTryTimeout"] = each.DeepClone();
        }

        if (rule.At("retry", "attempts") is { } attempts) route.Open("retries")["attempts"] = attempts.DeepClone();
        if (rule.At("retry", "codes") is JsonArray codes)
        {
            route.Open("retries")["retryOn"] = string.Join(',', codes.Select(code => code.Text()));
        }

        return route;
    }

    private static JsonObject Translate(JsonObject wanted)
    {
        if (wanted.ContainsKey("fault"))
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec, "The Gateway API makes no faults.", "Fault",
                "Istio can do it: -Provider Istio.");
        }

        var fields = new JsonObject();
        if (wanted["timeout"] is { } timeout) fields.Open("timeouts")["request"] = timeout.DeepClone();
        if (wanted.At("retries", "perTryTimeout") is { } each)
        {
            fields.Open("timeouts")["backendRequest"] = each.DeepClone();
        }

        if (wanted.At("retries", "attempts") is { } attempts) fields.Open("retry")["attempts"] = attempts.DeepClone();
        if (wanted.Text("retries", "retryOn") is not { } conditions) return fields;
        string[] codes = conditions.Split(',', StringSplitOptions.TrimEntries);
        string? word = codes.FirstOrDefault(code => !code.All(char.IsAsciiDigit));
        if (word is not null)
        {
            throw InvalidInput.Of(
                "RetryOn", word, "is no HTTP status, and the Gateway API retries on those only",
                "Write statuses, such as 502, 503, or use Istio: -Provider Istio.");
        }

        fields.Open("retry")["codes"] =
            new JsonArray([.. codes.Select(code => (JsonNode)int.Parse(code, CultureInfo.InvariantCulture))]);
        return fields;
    }
}
