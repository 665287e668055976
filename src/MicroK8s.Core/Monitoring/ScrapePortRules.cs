using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Monitoring;

/// <summary>
/// Finds the port with the metrics. A ServiceMonitor names a port of the Service, a PodMonitor one of a container; both
/// by name only, since <c>targetPort</c> is deprecated (prometheus-operator.dev, "API reference", Endpoint).
/// </summary>
internal static class ScrapePortRules
{
    /// <summary>The name that a port for metrics gets.</summary>
    public const string Metrics = "metrics";

    /// <summary>The annotation that tells the port where others, or this module, set it.</summary>
    public const string PortAnnotation = "prometheus.io/port";

    /// <summary>A Service with several ports needs a name for each of them; this one says nothing to a mesh.</summary>
    private const string Main = "main";

    private static readonly string[] Customary = [Metrics, "http-metrics", "prometheus", "monitoring"];

    private static readonly string[] Web = ["http", "web"];

    /// <summary>The port of a Service.</summary>
    /// <param name="workload">The workload behind it.</param>
    /// <param name="service">The Service.</param>
    /// <param name="wanted">The name or number that was asked for. Null for the one that is likely meant.</param>
    /// <exception cref="ClusterException">InvalidSpec: there is no such port, or several are likely.</exception>
    public static ScrapePort OfService(KubeObject workload, KubeObject service, string? wanted)
    {
        Port[] containers = PortsOf(workload);
        Port[] own =
        [
            .. service.Json.Items("spec", "ports").Select((port, index) => new Port(
                index, "", port.Text("name"), port.Count("port"),
                port.Text("targetPort") ?? port.Text("port") ?? "", Protocol(port)))
                .Where(port => port.Protocol == "TCP"),
        ];
        return wanted is null ? Likely() : Find(wanted) ?? Add(wanted);

        ScrapePort? Find(string text)
        {
            string? declared = containers.FirstOrDefault(port => port.Name == text)?.Target;
            int? number = NumberOf(text);
            Port? found = number is null
                ? own.FirstOrDefault(port => port.Name == text)
                    ?? own.FirstOrDefault(port => port.Target == text || port.Target == declared)
                : own.FirstOrDefault(port => Target(port) == number)
                    ?? own.FirstOrDefault(port => port.Number == number);
            return found is null ? null : Of(found, text);
        }

        ScrapePort Of(Port port, string? text)
        {
            if (port.Name is { Length: > 0 } name) return new ScrapePort(name, Target(port));
            string given = text is not null && NumberOf(text) is null && NameRules.IsPortName(text) ? text : Metrics;
            return new ScrapePort(given, Target(port)) { Named = (port.Index, given) };
        }

        ScrapePort Add(string text)
        {
            int? number = NumberOf(text) ?? containers.FirstOrDefault(port => port.Name == text)?.Number;
            if (number is null) throw Unknown(text, service, own.Concat(containers));
            string[] names = [.. service.Json.Items("spec", "ports").Select(port => port.Text("name") ?? "")];
            string name = Free(NumberOf(text) is null ? text : Metrics, number.Value, names);
            int[] taken = [.. own.Select(port => port.Number)];
            int outside = number.Value;
            while (taken.Contains(outside)) outside = outside % 65535 + 1;
            var unnamed = own.FirstOrDefault(port => string.IsNullOrEmpty(port.Name));
            return new ScrapePort(name, number)
            {
                Named = unnamed is null ? null : (unnamed.Index, Main),
                Added = new JsonObject
                {
                    ["name"] = name,
                    ["port"] = outside,
                    ["protocol"] = "TCP",
                    ["targetPort"] = number,
                },
            };
        }

        ScrapePort Likely()
        {
            foreach (string name in Customary)
            {
                if (own.FirstOrDefault(port => port.Name == name) is { } there) return Of(there, null);
                if (containers.Any(port => port.Name == name)) return Find(name) ?? Add(name);
            }

            if (Annotated(workload, service) is { } noted) return Find(noted) ?? Add(noted);
            if (own is [var only]) return Of(only, null);
            return own.FirstOrDefault(port => Web.Contains(port.Name)) is { } web
                ? Of(web, null)
                : throw Several(service, own);
        }

        int? Target(Port port) => NumberOf(port.Target)
            ?? containers.FirstOrDefault(one => one.Name == port.Target)?.Number;
    }

    /// <summary>The port of a container, for a monitor of pods.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="wanted">The name or number that was asked for. Null for the one that is likely meant.</param>
    /// <exception cref="ClusterException">InvalidSpec: there is no such port, or several are likely.</exception>
    public static ScrapePort OfPods(KubeObject workload, string? wanted)
    {
        Port[] ports = PortsOf(workload);
        string? text = wanted ?? Customary.FirstOrDefault(name => ports.Any(port => port.Name == name))
            ?? Annotated(workload, null);
        Port? found = text is null
            ? ports is [var only] ? only : ports.FirstOrDefault(port => Web.Contains(port.Name))
                ?? throw Several(workload, ports)
            : ports.FirstOrDefault(port => port.Name == text || port.Number == NumberOf(text));
        if (found is null)
        {
            int number = NumberOf(text!) ?? throw Unknown(text!, workload, ports);
            string name = Free(Metrics, number, ports.Select(port => port.Name ?? ""));
            return new ScrapePort(name, number)
            {
                Added = new JsonObject { ["containerPort"] = number, ["name"] = name, ["protocol"] = "TCP" },
            };
        }

        if (found.Name is { Length: > 0 } there) return new ScrapePort(there, found.Number);
        string given = Free(Metrics, found.Number, ports.Select(port => port.Name ?? ""));
        return new ScrapePort(given, found.Number) { Named = (found.Index, given), Container = found.Container };
    }

    /// <summary>The port with the number that the endpoints of a Service have, if it has a port of that name.</summary>
    public static int? NumberIn(KubeObject workload, KubeObject service, string name)
    {
        JsonElement port = service.Json.Items("spec", "ports").FirstOrDefault(one => one.Text("name") == name);
        string? target = port.ValueKind == JsonValueKind.Object ? port.Text("targetPort") ?? port.Text("port") : null;
        return target is null ? null
            : NumberOf(target) ?? PortsOf(workload).FirstOrDefault(one => one.Name == target)?.Number;
    }

    /// <summary>The number of a container's port of a name. Null if there is none.</summary>
    public static int? NumberIn(KubeObject workload, string? name) =>
        PortsOf(workload).FirstOrDefault(port => port.Name == name)?.Number;

    private static string? Annotated(KubeObject workload, KubeObject? service) =>
        service?.Annotations.GetValueOrDefault(PortAnnotation)
        ?? workload.Json.Map("spec", "template", "metadata", "annotations").GetValueOrDefault(PortAnnotation);

    private static Port[] PortsOf(KubeObject workload) =>
    [
        .. RunningContainers.Placed(workload.Json.At("spec", "template", "spec")).SelectMany(item =>
            item.Container.Items("ports").Select((port, index) => new Port(
                index, item.Place, port.Text("name"), port.Count("containerPort"), port.Text("containerPort") ?? "",
                Protocol(port))))
            .Where(port => port.Protocol == "TCP"),
    ];

    private static string Protocol(JsonElement port) => port.Text("protocol") ?? "TCP";

    private static int? NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number is > 0 and <= 65535
            ? number
            : null;

    private static string Free(string name, int number, IEnumerable<string> taken) =>
        taken.Contains(name) ? $"{name}-{number}" : name;

    private static ClusterException Unknown(string text, KubeObject item, IEnumerable<Port> ports) => InvalidInput.Of(
        "Port", text, $"is no port of {item} or of its containers",
        ports.Select(port => port.ToString()).Distinct().ToArray() is { Length: > 0 } known
            ? $"There are {string.Join(", ", known)}; a number may be one that no container declares."
            : "It has none; give the number that the process listens on.");

    private static ClusterException Several(KubeObject item, Port[] ports) => InvalidInput.Of(
        "Port", "",
        ports.Length == 0
            ? $"is needed: {item} has no TCP port"
            : $"is needed: the metrics may be at any of {string.Join(", ", ports.Select(port => port.ToString()))}");

    /// <summary>A port of a Service, or of a container.</summary>
    private sealed record Port(int Index, string Container, string? Name, int Number, string Target, string Protocol)
    {
        public override string ToString() => string.IsNullOrEmpty(Name)
            ? Number.ToString(CultureInfo.InvariantCulture)
            : $"{Name} ({Number})";
    }
}
