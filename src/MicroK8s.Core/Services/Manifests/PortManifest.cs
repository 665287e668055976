using System.Text.Json.Nodes;

namespace MicroK8s.Services;

/// <summary>Ports as the API has them (<c>v1.ContainerPort</c>, <c>v1.ServicePort</c>).</summary>
internal static class PortManifest
{
    /// <summary>
    /// The ports that the container names. Two ports of the Service may lead to the same one, which is named once:
    /// a second name for the same number is what server-side merging trips over.
    /// </summary>
    public static IReadOnlyList<PortSpec> Named(IReadOnlyList<PortSpec> ports) =>
        [.. ports.OrderBy(port => port.TargetName is not null).DistinctBy(port => (port.Target, port.Protocol))];

    /// <summary>The name that the container has for a port, whichever of the Service's names is given.</summary>
    public static string ContainerName(IReadOnlyList<PortSpec> ports, string name) =>
        ports.FirstOrDefault(port => port.Name == name) is { } meant
            ? Named(ports).First(port => (port.Target, port.Protocol) == (meant.Target, meant.Protocol)).Name
            : name;

    public static JsonArray OfContainer(IReadOnlyList<PortSpec> ports) => ManifestJson.List(Named(ports).Select(
        port => new JsonObject
        {
            ["name"] = port.Name,
            ["containerPort"] = port.Target,
            ["protocol"] = port.Protocol,
        }));

    public static JsonArray OfService(IReadOnlyList<PortSpec> ports) => ManifestJson.List(ports.Select(
        port => new JsonObject
        {
            ["name"] = port.Name,
            ["port"] = port.Port,
            ["targetPort"] = port.TargetName is { } name ? ContainerName(ports, name) : port.Target,
            ["protocol"] = port.Protocol,
        }.With("nodePort", port.NodePort)));
}
