using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Services.Spec;

namespace MicroK8s.Changes;

/// <summary>
/// Changes the ports that containers name. A port that the Service led to before keeps its name and gets the new
/// number, and the probes that ask the old number follow; one that the Service leads to no longer goes, unless a probe
/// asks it. Others are left alone.
/// </summary>
internal static class ContainerPorts
{
    /// <summary>Writes the ports of a wish into a workload.</summary>
    /// <param name="draft">The workload.</param>
    /// <param name="change">The wish.</param>
    /// <param name="service">The Service as it is. Null if there is none.</param>
    /// <exception cref="Errors.ClusterException">
    /// InvalidSpec: the named container is not there, or it is not clear where a probe is to ask.
    /// </exception>
    public static void Write(WorkloadDraft draft, ServiceChange change, KubeObject? service)
    {
        IReadOnlyList<ExistingPort> before = ExistingPort.Of(service);
        IReadOnlyList<PortSpec> wanted = change.Spec.Ports;
        IReadOnlyDictionary<PortSpec, ExistingPort> matches = ExistingPort.Match(before, wanted);
        var probes = new ProbeMove(draft, change);
        JsonObject[] old = [.. draft.PortContainers.SelectMany(PortsOf)];
        int?[] numbers = [.. old.Select(port => port.Number("containerPort"))];
        foreach (PortSpec port in ContainerPortNames.Named(wanted))
        {
            ExistingPort? there = matches.GetValueOrDefault(port);
            int? number = Write(draft, change, port, there) ?? there?.NumberIn(draft.Read.ToNode());
            if (number is not null && port.Protocol == "TCP") probes.Note(number.Value, port.Target);
        }

        int[] added = [.. wanted.Where(port => !matches.ContainsKey(port)).Select(port => port.Target)];
        foreach (ExistingPort gone in before.Except(matches.Values))
        {
            Remove(draft, gone, port => wanted.Any(one => Is(port, one)) || probes.Asks(port, added.Length == 0));
            if (gone.NumberIn(draft.Read.ToNode()) is { } number) probes.NoteLoss(number, added);
        }

        HashSet<JsonObject> now = [.. draft.PortContainers.SelectMany(PortsOf)];
        probes.Write(old.Zip(numbers).Where(
            pair => now.Contains(pair.First) && pair.First.Number("containerPort") == pair.Second)
            .Select(pair => pair.Second ?? 0).ToHashSet());
    }

    /// <summary>Writes one port; the number that it had before, null if it is new or stays.</summary>
    private static int? Write(WorkloadDraft draft, ServiceChange change, PortSpec wanted, ExistingPort? before)
    {
        JsonObject[] all = [.. draft.PortContainers.SelectMany(PortsOf)];
        if (all.Any(port => Is(port, wanted) && !Moves(port, change.Spec.Ports))) return null;
        JsonObject? moved = all.FirstOrDefault(port => port.Text("name") == wanted.Name)
            ?? (before is null ? null : all.FirstOrDefault(before.LeadsTo));
        if (moved is not null)
        {
            int? number = moved.Number("containerPort");
            moved["containerPort"] = wanted.Target;
            if ((moved.Text("protocol") ?? "TCP") != wanted.Protocol) moved["protocol"] = wanted.Protocol;
            return number;
        }

        JsonObject container = draft.Container(change.Container ?? draft.MainContainer, "Port");
        JsonArray ports = container["ports"] as JsonArray ?? [];
        ports.Add((JsonNode)new JsonObject
        {
            ["name"] = wanted.Name, ["containerPort"] = wanted.Target, ["protocol"] = wanted.Protocol,
        });
        if (ports.Parent is null) container["ports"] = ports;
        return null;
    }

    private static void Remove(WorkloadDraft draft, ExistingPort gone, Predicate<JsonObject> isNeeded)
    {
        foreach (JsonObject container in draft.PortContainers.ToArray())
        {
            foreach (JsonObject port in PortsOf(container).Where(gone.LeadsTo).ToArray())
            {
                if (!isNeeded(port)) container["ports"]!.AsArray().Remove(port);
            }

            if (container["ports"] is JsonArray { Count: 0 }) container.Remove("ports");
        }
    }

    private static IEnumerable<JsonObject> PortsOf(JsonObject container) =>
        (container["ports"] as JsonArray ?? []).OfType<JsonObject>();

    private static bool Is(JsonObject port, PortSpec wanted) =>
        port.Number("containerPort") == wanted.Target && (port.Text("protocol") ?? "TCP") == wanted.Protocol;

    /// <summary>Whether another port of the wish, by its name, is to have this entry at another number.</summary>
    private static bool Moves(JsonObject port, IReadOnlyList<PortSpec> wanted)
    {
        PortSpec[] named = [.. wanted.Where(one => one.Name == port.Text("name"))];
        return named.Length > 0 && !named.Any(one => Is(port, one));
    }
}
