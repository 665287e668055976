using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Traffic.Policies;

/// <summary>
/// What a policy may say of localities, which Istio's webhook checks only where it is installed (istio/istio,
/// pkg/config/validation, <c>validateLocalityLbSetting</c>). Pure.
/// </summary>
internal static class LocalityRules
{
    private const string Any = "*";

    /// <summary>The rule that pairs of regions break, as the end of a sentence. Null if they break none.</summary>
    /// <param name="failover">The list <c>failover</c>.</param>
    public static string? BrokenByFailover(JsonNode failover)
    {
        if (failover is not JsonArray { Count: > 0 } pairs || pairs.SelectMany(RegionsOf).Any(string.IsNullOrEmpty))
        {
            return "must name regions as FROM=TO";
        }

        if (pairs.SelectMany(RegionsOf).FirstOrDefault(name => name!.AsSpan().IndexOfAny('/', '*') >= 0) is { } other)
        {
            return $"has '{other}', which must be a region, without a zone and without *";
        }

        return pairs.FirstOrDefault(pair => pair.Text("from") == pair.Text("to")) is { } same
            ? $"must not lead from region {same.Text("from")} to itself"
            : null;
    }

    /// <summary>The rule that a distribution breaks, as the end of a sentence. Null if it breaks none.</summary>
    /// <param name="distribute">The list <c>distribute</c>.</param>
    public static string? BrokenByDistribution(JsonNode distribute)
    {
        if (distribute is not JsonArray { Count: > 0 } entries
            || entries.Any(entry => entry.Text("from") is null || entry.At("to") is not JsonObject { Count: > 0 }))
        {
            return "must be localities with their weights: @{ FROM = @{ TO = PERCENT } }";
        }

        string[] from = [.. entries.Select(entry => entry.Text("from")!)];
        return BrokenByName(from) ?? BrokenByOrder(from)
            ?? entries.Select(entry => BrokenByWeights(entry.Text("from")!, entry.At("to")!.AsObject()))
                .FirstOrDefault(broken => broken is not null);
    }

    /// <summary>
    /// A distribution as a list, the most specific locality of callers first: proxies take the first that matches
    /// (istio/istio, pilot/pkg/networking/core/loadbalancer, <c>applyLocalityWeights</c>).
    /// </summary>
    /// <param name="distribution">Localities of callers, each with weights of localities.</param>
    public static JsonArray Entries(JsonObject distribution) =>
        new([.. distribution.OrderByDescending(pair => PrefixOf(pair.Key).Length)
            .Select(pair => (JsonNode)new JsonObject { ["from"] = pair.Key, ["to"] = pair.Value?.DeepClone() })]);

    private static IEnumerable<string?> RegionsOf(JsonNode? pair) => [pair.Text("from"), pair.Text("to")];

    private static string? BrokenByWeights(string from, JsonObject to)
    {
        string[] names = [.. to.Select(pair => pair.Key)];
        if (BrokenByName(names) is { } wrong) return wrong;
        foreach ((string name, JsonNode? weight) in to)
        {
            if (weight.Number() is not (>= 1 and <= 100))
            {
                return $"must give {name} a whole number from 1 to 100, as the percent of the requests of {from}";
            }

            // A map has no order, so neither of the two would come first.
            if (names.FirstOrDefault(other => other != name && Covers(other, name)) is { } twice)
            {
                return $"must name each locality once: {twice} includes {name}";
            }
        }

        int sum = to.Sum(pair => pair.Value.Number() ?? 0);
        return sum == 100 ? null : $"must give {from} weights that add up to 100; they add up to {sum}";
    }

    private static string? BrokenByName(IEnumerable<string> names) =>
        names.FirstOrDefault(name => !IsLocality(name)) is { } wrong
            ? $"has '{wrong}', which must be REGION, REGION/ZONE or REGION/ZONE/SUBZONE; the last part may be *"
            : null;

    /// <summary>What stands below a locality that includes it is never reached.</summary>
    private static string? BrokenByOrder(string[] names)
    {
        foreach ((string name, int index) in names.Select((name, index) => (name, index)))
        {
            if (names[..index].FirstOrDefault(other => Covers(other, name)) is { } first)
            {
                return $"must name each locality once: {first} includes {name}";
            }
        }

        return null;
    }

    private static bool IsLocality(string name)
    {
        string[] parts = name.Split('/');
        return parts.Length <= 3 && parts.All(part => !string.IsNullOrWhiteSpace(part))
            && parts[..^1].All(part => !part.Contains('*')) && (parts[^1] == Any || !parts[^1].Contains('*'));
    }

    private static bool Covers(string wide, string narrow)
    {
        string[] prefix = PrefixOf(wide);
        return PrefixOf(narrow).AsSpan().StartsWith(prefix);
    }

    /// <summary>The parts of a locality that are given; those that are not, and *, are any.</summary>
    private static string[] PrefixOf(string name)
    {
        string[] parts = name.Split('/');
        return parts[^1] == Any ? parts[..^1] : parts;
    }
}
