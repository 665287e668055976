using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Health.Istio;

/// <summary>Whether traffic policies can do what they say, and say it in today's fields. Pure.</summary>
public static class TrafficPolicyRules
{
    private const string Outlier = "outlierDetection";

    /// <summary>The problems of the circuit breakers of a DestinationRule, and its old fields.</summary>
    /// <param name="rule">The DestinationRule.</param>
    /// <param name="podsOf">
    /// How many pods a Service of a namespace has: its name and namespace. Null if that is not known.
    /// </param>
    public static IEnumerable<HealthProblem> JudgeRule(KubeObject rule, Func<ServiceHost, int?> podsOf)
    {
        string written = rule.Json.Text("spec", "host") ?? "";
        ServiceHost host = ServiceHost.Parse(written, rule.Namespace ?? "");
        int? pods = host.Namespace is null ? null : podsOf(host);
        string command = $"Set-TrafficPolicy {host.NameIn(rule.Namespace ?? "")} -Namespace {rule.Namespace}";
        foreach (Block block in Blocks(rule))
        {
            // A subset has some of the pods, and only the labels tell which.
            if (block.Policy.At(Outlier) is { } outlier
                && JudgeBreaker(outlier, block.IsSubset ? null : pods) is { } breaker)
            {
                yield return new HealthProblem(
                    breaker.Code, $"{block.Place(Outlier)} of host {written} {breaker.What}",
                    $"{command}{block.Arguments} {breaker.Fields}");
            }

            foreach (HealthProblem problem in JudgeFields(
                OldIstioFields.OfPolicy, block.Policy, old => $"{block.Place(old.Path)} of host {written}",
                command + block.Arguments))
            {
                yield return problem;
            }
        }
    }

    /// <summary>The problems of the retries of a VirtualService, and its old fields.</summary>
    /// <param name="virtualService">The VirtualService.</param>
    public static IEnumerable<HealthProblem> JudgeRoutes(KubeObject virtualService)
    {
        foreach (IstioRouteJson route in IstioRouteJson.Of(virtualService))
        {
            string? service = route.Json.Items("route").Select(one => one.Text("destination", "host")).FirstOrDefault();
            string command = $"Set-TrafficPolicy {service} -Namespace {virtualService.Namespace} "
                + $"-RouteObject {virtualService.Name} -RouteName {route.Label}";
            if (IstioPolicyRules.RetriesOutlast(route.Json) is { } why)
            {
                yield return new HealthProblem(
                    IstioCodes.RetriesOutlast, $"Route {route.Label}: {why}", $"{command} -RequestTimeout 30s");
            }

            foreach (HealthProblem problem in JudgeFields(
                OldIstioFields.OfRoute, route.Json, old => $"Route {route.Label}: {old.Path}", command))
            {
                yield return problem;
            }
        }
    }

    private static (HealthCode Code, string What, string Fields)? JudgeBreaker(JsonElement outlier, int? pods)
    {
        if (IstioPolicyRules.NeverEjects(outlier, pods) is { } why)
        {
            return (IstioCodes.NeverOpens, $"ejects no pod: {why}", "-ConsecutiveErrors 5 -MaxEjectionPercent 50");
        }

        return IstioPolicyRules.MayEjectAll(outlier)
            ? (IstioCodes.EjectsAll, "may eject every pod: maxEjectionPercent is 100 and minHealthPercent is 0",
                "-MaxEjectionPercent 50")
            : null;
    }

    private static IEnumerable<HealthProblem> JudgeFields(
        IEnumerable<OldIstioField> fields, JsonElement json, Func<OldIstioField, string> placeOf, string command)
    {
        if (json.ToNode() is not JsonObject block) yield break;
        foreach (OldIstioField old in fields)
        {
            if (old.Find(block) is not { } value) continue;
            string shown = old.Convert(value).Text() ?? "";
            yield return new HealthProblem(
                IstioCodes.OldField, $"{placeOf(old)} {old.Description}",
                old.Arguments is { } arguments && shown.Length > 0 && shown.All(IsPlain)
                    ? $"{command} {arguments.Replace("{0}", shown, StringComparison.Ordinal)}"
                    : $"Write {old.SuccessorTitle} in the manifest instead, and apply it with Publish-MicroService");
        }
    }

    // A number, a duration or a word: what can stand in a command as it is.
    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_';

    private static IEnumerable<Block> Blocks(KubeObject rule)
    {
        if (rule.Json.At("spec", "trafficPolicy") is { } policy)
        {
            foreach (Block one in OfPolicy(policy, "spec.trafficPolicy", "", isSubset: false)) yield return one;
        }

        foreach (JsonElement subset in rule.Json.Items("spec", "subsets"))
        {
            string name = subset.Text("name") ?? "";
            if (subset.At("trafficPolicy") is not { } own) continue;
            foreach (Block one in OfPolicy(own, $"subset {name}", $" -Subset {name}", isSubset: true)) yield return one;
        }
    }

    private static IEnumerable<Block> OfPolicy(JsonElement policy, string owner, string arguments, bool isSubset)
    {
        yield return new Block(policy, owner, null, arguments, isSubset);
        foreach (JsonElement entry in policy.Items("portLevelSettings"))
        {
            int port = entry.Count("port", "number");
            yield return new Block(entry, owner, port, $"{arguments} -Port {port}", isSubset);
        }
    }

    /// <summary>A policy of a service, a subset or a port, with the arguments that name it.</summary>
    private readonly record struct Block(
        JsonElement Policy, string Owner, int? Port, string Arguments, bool IsSubset)
    {
        public string Place(string field) => $"{Owner}.{field}" + (Port is null ? "" : $" of port {Port}");
    }
}
