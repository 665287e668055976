using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Addresses;

/// <summary>Where a Service can be reached.</summary>
internal static class AddressRules
{
    /// <summary>
    /// Addresses for callers outside of the cluster: load balancers, external IPs, then ports of the nodes.
    /// </summary>
    /// <param name="service">The Service.</param>
    /// <param name="nodes">Addresses of nodes that answer. Null if they are not known: then any node is meant.</param>
    public static IEnumerable<string> Outside(KubeObject service, IReadOnlyList<string>? nodes = null)
    {
        JsonElement[] ports = [.. service.Json.Items("spec", "ports")];
        IEnumerable<string> hosts = service.Json.Items("status", "loadBalancer", "ingress")
            .Select(item => item.Text("hostname") ?? item.Text("ip"))
            .Concat(service.Json.Items("spec", "externalIPs").Select(item => item.Text())).OfType<string>();
        IEnumerable<string> balanced =
            hosts.SelectMany(_ => ports, (host, port) => Join(host, port.Count("port"), port));
        return balanced.Concat((nodes ?? ["<node>"]).SelectMany(
            _ => ports.Where(port => port.Count("nodePort") > 0),
            (node, port) => Join(node, port.Count("nodePort"), port)));
    }

    /// <summary>Names for callers inside of the cluster.</summary>
    /// <param name="service">The Service.</param>
    public static IEnumerable<string> Inside(KubeObject service)
    {
        string name = $"{service.Name}.{service.Namespace}.svc";
        bool isHeadless = service.Json.Text("spec", "clusterIP") == "None";
        string[] named = [.. service.Json.Items("spec", "ports").Select(
            port => Join(name, isHeadless ? PortOfPods(port) : port.Count("port"), port))];
        return named.Length == 0 ? [name] : named;
    }

    /// <summary>
    /// The name of a headless Service leads straight to the pods, past the ports of the Service. A target that is a
    /// name may be another number in each pod; then the Service's own is the best guess.
    /// </summary>
    private static int PortOfPods(JsonElement port) =>
        port.Count("targetPort") is > 0 and int target ? target : port.Count("port");

    private static string Join(string host, int port, JsonElement spec)
    {
        string address = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
        return spec.Text("protocol") is { } protocol and not "TCP" ? $"{address}/{protocol}" : address;
    }
}
