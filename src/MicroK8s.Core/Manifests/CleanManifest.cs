using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Revisions;

namespace MicroK8s.Manifests;

/// <summary>Makes a manifest of an object: what somebody would have written to get it.</summary>
public static class CleanManifest
{
    private static readonly string[] Notes =
    [
        LastApplied.Annotation,
        RollbackNote.Annotation,
        "deployment.kubernetes.io/revision",
        "deprecated.daemonset.template.generation",
        "autoscaling.alpha.kubernetes.io/conditions",
        "autoscaling.alpha.kubernetes.io/current-metrics",
    ];

    private static readonly string[] Addresses =
        ["clusterIP", "clusterIPs", "ipFamilies", "healthCheckNodePort"];

    /// <summary>
    /// The object without status, without what the server writes for itself, without addresses and numbers that it
    /// drew, and without defaults that it filled in. Keys in the order in which people write them.
    /// </summary>
    /// <param name="item">The object.</param>
    /// <param name="withNamespace">Whether the manifest names the namespace.</param>
    public static JsonObject Of(KubeObject item, bool withNamespace)
    {
        JsonObject copy = item.ToNode();
        copy["kind"] = item.Kind;
        RemoveNulls(copy);
        if (item.Kind == "Service" && copy["spec"] is JsonObject service) RemoveDrawn(service, item);
        ServerDefaults.Remove(copy);

        var manifest = new JsonObject
        {
            ["apiVersion"] = copy["apiVersion"]?.DeepClone(),
            ["kind"] = item.Kind,
            ["metadata"] = Metadata(item, copy.Open("metadata"), withNamespace),
        };
        foreach ((string key, JsonNode? value) in copy)
        {
            if (key is not ("status" or "apiVersion" or "kind" or "metadata")) manifest[key] = value?.DeepClone();
        }

        return manifest;
    }

    private static JsonObject Metadata(KubeObject item, JsonObject metadata, bool withNamespace)
    {
        var clean = new JsonObject { ["name"] = item.Name };
        if (withNamespace && item.Namespace is not null) clean["namespace"] = item.Namespace;
        if (metadata["labels"] is JsonObject { Count: > 0 } labels) clean["labels"] = labels.DeepClone();
        if (metadata["annotations"] is not JsonObject annotations) return clean;
        foreach (string note in Notes) annotations.Remove(note);
        if (annotations.Count > 0) clean["annotations"] = annotations.DeepClone();
        return clean;
    }

    /// <summary>Node ports that somebody asked for stay: only those are noted as a field of a manager.</summary>
    private static void RemoveDrawn(JsonObject service, KubeObject item)
    {
        bool isHeadless = service.Text("clusterIP") == "None";
        foreach (string field in Addresses) service.Remove(field);
        if (isHeadless) service["clusterIP"] = "None";

        JsonObject[] ports = [.. (service["ports"] as JsonArray ?? []).OfType<JsonObject>()];
        JsonObject?[] owned = [.. FieldOwners.Of(item.ToNode()).Select(
            entry => entry.At("fieldsV1", "f:spec", "f:ports") as JsonObject)];
        foreach (JsonObject port in ports)
        {
            string key = $$"""k:{"port":{{port["port"]}},"protocol":"{{port["protocol"] ?? "TCP"}}"}""";
            if (!owned.Any(fields => fields.At(key, "f:nodePort") is not null)) port.Remove("nodePort");
        }
    }

    private static void RemoveNulls(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (JsonNode? item in items) RemoveNulls(item);
        }

        if (node is not JsonObject fields) return;
        foreach ((string key, JsonNode? value) in fields.ToArray())
        {
            if (value is null) fields.Remove(key);
            else RemoveNulls(value);
        }
    }
}
