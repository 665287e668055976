using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Changes;

/// <summary>
/// Changes the ports that containers name. A port that the Service led to before keeps its name and gets the new
/// number; one that the Service leads to no longer goes, unless a probe asks it by name. Others are left alone.
/// </summary>
internal static class ContainerPorts
{
    /// <summary>Writes the ports of a wish into a workload.</summary>
    /// <param name="draft">The workload.</param>
    /// <param name="change">The wish.</param>
    /// <param name="service">The Service as it is. Null if there is none.</param>
    /// <exception cref="Errors.ClusterException">InvalidSpec: the named container is not there.</exception>
    public static void Write(WorkloadDraft draft, ServiceChange change, KubeObject? service)
    {
        IReadOnlyList<ServicePort> before = ServicePort.Of(service);
        IReadOnlyList<PortSpec> wanted = change.Spec.Ports;
        foreach (PortSpec port in PortManifest.Named(wanted))
        {
            Write(draft, change, port, ServicePort.Match(before, port));
        }

        foreach (ServicePort gone in before.Where(port => wanted.All(one => ServicePort.Match(before, one) != port)))
        {
            Remove(draft, gone, wanted);
        }
    }

    private static void Write(WorkloadDraft draft, ServiceChange change, PortSpec wanted, ServicePort? before)
    {
        JsonObject[] all = [.. draft.PortContainers.SelectMany(PortsOf)];
        if (all.Any(port => Is(port, wanted.Target, wanted.Protocol))) return;
        JsonObject? moved = all.FirstOrDefault(port => (string?)port["name"] == wanted.Name)
            ?? (before is null ? null : all.FirstOrDefault(before.LeadsTo));
        if (moved is not null)
        {
            moved["containerPort"] = wanted.Target;
            if (((string?)moved["protocol"] ?? "TCP") != wanted.Protocol) moved["protocol"] = wanted.Protocol;
            return;
        }

        JsonObject container = draft.Container(change.Container ?? draft.MainContainer, "Port");
        JsonArray ports = container["ports"] as JsonArray ?? [];
        ports.Add((JsonNode)new JsonObject
        {
            ["name"] = wanted.Name, ["containerPort"] = wanted.Target, ["protocol"] = wanted.Protocol,
        });
        if (ports.Parent is null) container["ports"] = ports;
    }

    private static void Remove(WorkloadDraft draft, ServicePort gone, IReadOnlyList<PortSpec> wanted)
    {
        foreach (JsonObject container in draft.PortContainers.ToArray())
        {
            foreach (JsonObject port in PortsOf(container).Where(gone.LeadsTo).ToArray())
            {
                bool isWanted = wanted.Any(one => Is(port, one.Target, one.Protocol));
                bool isProbed = ProbeEdit.Fields.Values.Any(field => container[field] is { } probe
                    && probe.ToJsonString().Contains($"\"port\":\"{port["name"]}\"", StringComparison.Ordinal));
                if (!isWanted && !isProbed) container["ports"]!.AsArray().Remove(port);
            }

            if (container["ports"] is JsonArray { Count: 0 }) container.Remove("ports");
        }
    }

    private static IEnumerable<JsonObject> PortsOf(JsonObject container) =>
        (container["ports"] as JsonArray ?? []).OfType<JsonObject>();

    private static bool Is(JsonObject port, int number, string protocol) =>
        (int?)port["containerPort"] == number && ((string?)port["protocol"] ?? "TCP") == protocol;
}
