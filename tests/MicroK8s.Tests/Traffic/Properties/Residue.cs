using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic.Providers.Replicas;

namespace MicroK8s.Tests.Traffic.Properties;

/// <summary>All of an object that is no weight of a route: it has to stay as it is, node by node.</summary>
internal static class Residue
{
    private static readonly string[] Weights =
        [CanaryAnnotations.Weight, CanaryAnnotations.WeightTotal, ReplicaProvider.UsualTotal];

    /// <param name="item">The object.</param>
    /// <param name="route">The route in it that was written. Null for none.</param>
    public static string Of(KubeObject item, TrafficRoute? route)
    {
        JsonObject json = item.ToNode();
        JsonObject metadata = json["metadata"]!.AsObject();
        if (route is not null)
        {
            metadata.Remove("resourceVersion");
            if (metadata["annotations"] is JsonObject annotations)
            {
                foreach (string name in Weights) annotations.Remove(name);
                if (annotations.Count == 0) metadata.Remove("annotations");
            }

            foreach (string list in new[] { "route", "backendRefs" })
            {
                foreach (JsonNode? backend in JsonPointer.Find(json, $"{route.Path}/{list}") as JsonArray ?? [])
                {
                    backend!.AsObject().Remove("weight");
                }
            }

            if (route.Provider == "ReplicaRatio") json["spec"]!.AsObject().Remove("replicas");
        }

        return json.ToJsonString();
    }

    /// <summary>All of an object but its version, with what a server leaves out.</summary>
    public static string Whole(KubeObject item)
    {
        JsonObject json = item.ToNode();
        JsonObject metadata = json["metadata"]!.AsObject();
        metadata.Remove("resourceVersion");
        if (metadata["annotations"] is JsonObject { Count: 0 }) metadata.Remove("annotations");
        return json.ToJsonString();
    }
}
