using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers.Nginx;

/// <summary>
/// The Ingress of a canary: the hosts and paths of the main one, without a share. All else it takes from the main one
/// (kubernetes/ingress-nginx, docs/user-guide/nginx-configuration/annotations.md, Canary).
/// </summary>
internal static class CanaryIngress
{
    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    /// <summary>The Ingress to make.</summary>
    public static ObjectChange Make(
        ResourceRef target, CanaryPods pods, CanaryBackends backends,
        IReadOnlyList<(KubeObject Ingress, IngressPath Path)> main)
    {
        KubeObject model = main[0].Ingress;
        JsonObject metadata = OwnMetadata.Of(pods, target.Name);
        var annotations = new JsonObject { [CanaryAnnotations.Canary] = "true", [CanaryAnnotations.Weight] = "0" };
        if (model.Annotations.TryGetValue(ClassAnnotation, out string? old)) annotations[ClassAnnotation] = old;
        metadata["annotations"] = annotations;
        var spec = new JsonObject();
        if (model.Json.Text("spec", "ingressClassName") is { } name) spec["ingressClassName"] = name;
        spec["rules"] = new JsonArray(
            [.. main.GroupBy(pair => pair.Path.Place.Host).Select(host => Rule(host, backends))]);
        return ObjectChange.Create(
            target, new JsonObject { ["metadata"] = metadata, ["spec"] = spec },
            [.. main.Select(pair => $"{pair.Path.Label}: {backends.Canary}"), $"{CanaryAnnotations.Weight} 0"]);
    }

    private static JsonObject Rule(
        IGrouping<string, (KubeObject Ingress, IngressPath Path)> host, CanaryBackends backends)
    {
        var rule = new JsonObject();
        if (host.Key.Length > 0) rule["host"] = host.Key;
        rule["http"] = new JsonObject
        {
            ["paths"] = new JsonArray([.. host.Select(pair => new JsonObject
            {
                ["path"] = pair.Path.Place.Path,
                ["pathType"] = pair.Path.Place.Type,
                ["backend"] = Backend(pair.Ingress, pair.Path, backends),
            })]),
        };
        return rule;
    }

    private static JsonNode Backend(KubeObject ingress, IngressPath path, CanaryBackends backends)
    {
        JsonNode backend = JsonPointer.Find(ingress.ToNode(), path.Path)!.DeepClone();
        backend["service"]!["name"] = backends.Canary;
        return backend;
    }
}
