using System.Globalization;
using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Providers.Istio;

/// <summary>The weights of one route as a patch.</summary>
internal static class WeightPatch
{
    /// <summary>The change of named paths; every one is guarded by the destination that it was planned for.</summary>
    public static JsonPatch Of(TrafficRoute route, RouteWeights weights)
    {
        var patch = new JsonPatch(route.Object);
        foreach (RouteShare share in weights.Changed)
        {
            if (share.IsNew)
            {
                patch.Add($"{route.Path}/route/-", ToNode(share.After));
                continue;
            }

            string path = Path(route, share);
            patch.Test($"{path}/destination/host", share.Backend.Destination.Host);
            if (share.Subset is { } subset) patch.Test($"{path}/destination/subset", subset);
            _ = share.Raw is null ? patch.Add($"{path}/weight", share.To) : patch.Replace($"{path}/weight", share.To);
        }

        return patch;
    }

    /// <summary>The same in words, one line per field.</summary>
    public static IEnumerable<string> Fields(TrafficRoute route, RouteWeights weights) =>
        weights.Changed.Select(share =>
        {
            string from = share.Raw?.ToString(CultureInfo.InvariantCulture) ?? "absent";
            return share.IsNew
                ? $"{Field(route, share)} new: {share.Label}, weight {share.To}"
                : $"{Field(route, share)}.weight {from} → {share.To}";
        });

    public static string Path(TrafficRoute route, RouteShare share) => $"{route.Path}/route/{share.Index}";

    /// <summary>A destination as people read it: <c>spec.http[0].route[1]</c>.</summary>
    public static string Field(TrafficRoute route, RouteShare share)
    {
        string[] parts = route.Path.Split('/');
        return $"{parts[1]}.{parts[2]}[{parts[3]}].route[{share.Index}]";
    }

    /// <summary>A destination as a route has it.</summary>
    public static JsonObject ToNode(TrafficDestination destination)
    {
        var node = new JsonObject { ["host"] = destination.Host };
        if (destination.Subset is not null) node["subset"] = destination.Subset;
        if (destination.Port is { } port) node["port"] = new JsonObject { ["number"] = port };
        return new JsonObject { ["destination"] = node, ["weight"] = destination.Weight };
    }
}
