using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Manifests;

/// <summary>
/// Writes the default protocol of ports out. It is a part of what tells ports apart, and servers before 1.23 refuse a
/// server-side apply that leaves it to them (kubernetes/kubernetes#92332).
/// </summary>
internal static class PortProtocols
{
    /// <summary>Adds <c>protocol: TCP</c> to the ports of a Service and of containers that have none.</summary>
    /// <param name="item">The object; it is changed.</param>
    public static void Fill(JsonObject item)
    {
        if (item["spec"] is not JsonObject spec) return;
        if (item.Text("kind") == "Service") FillPorts(spec);
        FillPod(spec);
        FillPod(spec.At("template", "spec"));
        FillPod(spec.At("jobTemplate", "spec", "template", "spec"));
    }

    private static void FillPod(JsonNode? pod)
    {
        foreach (string list in (string[])["initContainers", "containers"])
        {
            foreach (JsonObject container in Objects((pod as JsonObject)?[list])) FillPorts(container);
        }
    }

    private static void FillPorts(JsonObject parent)
    {
        foreach (JsonObject port in Objects(parent["ports"])) port["protocol"] ??= "TCP";
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonObject>();
}
