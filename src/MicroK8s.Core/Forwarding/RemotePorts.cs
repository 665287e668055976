using System.Globalization;
using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Forwarding;

/// <summary>The ports of a microservice that a local port can lead to.</summary>
public static class RemotePorts
{
    /// <summary>The number of the pod's port that is meant.</summary>
    /// <param name="service">The Service in front of the pod. Null if there is none.</param>
    /// <param name="pod">The pod; the same name may be another number in another pod.</param>
    /// <param name="wanted">
    /// A number or name; a Service's ports come first, as with its address. Null for the first.
    /// </param>
    /// <exception cref="ClusterException">InvalidSpec: no port has this name, or there is no port at all.</exception>
    public static int Resolve(KubeObject? service, KubeObject pod, string? wanted)
    {
        JsonElement? match = service?.Json.Items("spec", "ports").Cast<JsonElement?>().FirstOrDefault(port =>
            wanted is null || port!.Value.Text("name") == wanted || port.Value.Text("port") == wanted);
        string? target = match is { } found ? found.Text("targetPort") ?? found.Text("port") : wanted;
        JsonElement[] ports = [.. RunningContainers.PortsOf(pod.Json.At("spec"))];
        if (target is null && ports.Length > 0) return ports[0].Count("containerPort");
        if (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return number;
        int named = ports.FirstOrDefault(port => port.Text("name") == target).Count("containerPort");
        return named > 0 ? named : throw Unknown(service, pod, ports, wanted);
    }

    /// <summary>
    /// The ports that can be asked for, each by number and by name, with what it means: those of the Service first.
    /// Only TCP can be forwarded.
    /// </summary>
    /// <param name="service">The Service in front of the pods. Null if there is none.</param>
    /// <param name="workload">The workload.</param>
    public static IReadOnlyList<(string Port, string Meaning)> Known(KubeObject? service, KubeObject workload)
    {
        var known = new List<(string Port, string Meaning)>();
        foreach (JsonElement port in (service?.Json.Items("spec", "ports") ?? []).Where(IsTcp))
        {
            string number = port.Text("port") ?? "";
            Add(number, port.Text("name"), $"Service {service!.Name}, to port {port.Text("targetPort") ?? number}");
        }

        foreach (JsonElement container in RunningContainers.Of(workload.Json.At("spec", "template", "spec")))
        {
            foreach (JsonElement port in container.Items("ports").Where(IsTcp))
            {
                Add(port.Text("containerPort") ?? "", port.Text("name"), $"container {container.Text("name")}");
            }
        }

        return [.. known.DistinctBy(port => port.Port)];

        void Add(string number, string? name, string where)
        {
            known.Add((number, name is { Length: > 0 } ? $"{name}: {where}" : where));
            if (name is { Length: > 0 }) known.Add((name, $"{number}: {where}"));
        }
    }

    private static bool IsTcp(JsonElement port) => port.Text("protocol") is null or "TCP";

    private static ClusterException Unknown(
        KubeObject? service, KubeObject pod, IEnumerable<JsonElement> ports, string? wanted)
    {
        IEnumerable<string> known = (service?.Json.Items("spec", "ports") ?? [])
            .Select(port => $"{port.Text("name")} {port.Text("port")}".Trim())
            .Concat(ports.Select(port => $"{port.Text("name")} {port.Text("containerPort")}".Trim())).Distinct();
        string list = string.Join(", ", known);
        return InvalidInput.Of(
            "Port", wanted, $"is no port of pod {pod.Namespace}/{pod.Name} or of a Service in front of it",
            list.Length == 0 ? "None is declared; give a number." : $"Known ports: {list}.");
    }
}
