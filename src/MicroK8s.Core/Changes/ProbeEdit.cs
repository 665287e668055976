using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Changes;

/// <summary>Finds the ports of probes that name none, or one by its name.</summary>
internal static class ProbeEdit
{
    /// <summary>The fields of a probe that have a port.</summary>
    public static IReadOnlyList<string> Handlers { get; } = ["httpGet", "tcpSocket", "grpc"];

    /// <summary>Parameters and their fields in a container.</summary>
    public static IReadOnlyDictionary<string, string> Fields { get; } = new Dictionary<string, string>
    {
        ["LivenessProbe"] = "livenessProbe", ["ReadinessProbe"] = "readinessProbe", ["StartupProbe"] = "startupProbe",
    };

    /// <summary>Gives every probe of a wish its port; without one it is the first of the container.</summary>
    /// <exception cref="ClusterException">InvalidSpec: the container has no such port.</exception>
    public static void Complete(WorkloadDraft draft, ServiceChange change)
    {
        foreach ((string parameter, string field) in Fields.Where(pair => change.Has(pair.Key)))
        {
            JsonObject container = draft.Container(change.Container, parameter);
            if (container[field] is not JsonObject probe) continue;
            foreach (JsonObject handler in Handlers.Select(name => probe[name]).OfType<JsonObject>())
            {
                handler["port"] = PortOf(handler, container, parameter);
            }
        }
    }

    private static JsonNode PortOf(JsonObject handler, JsonObject container, string parameter)
    {
        JsonObject[] ports = [.. (container["ports"] as JsonArray ?? []).OfType<JsonObject>()];
        if (handler["port"] is not { } port)
        {
            return ports.FirstOrDefault()?["containerPort"]?.DeepClone() ?? throw InvalidInput.Of(
                parameter, handler["path"], "has no port, and the container has none to take it from");
        }

        string[] names = [.. ports.Select(item => item.Text("name")).OfType<string>()];
        bool isKnown = port.GetValueKind() == System.Text.Json.JsonValueKind.Number || names.Contains(port.ToString());
        return isKnown ? port.DeepClone() : throw InvalidInput.Of(
            parameter, port, "is the name of no port of the container", Suggestions.For(port.ToString(), names));
    }
}
