using System.Text.Json.Nodes;
using MicroK8s.Services.Spec;

namespace MicroK8s.Services.Objects;

/// <summary>Ports as the API has them (<c>v1.ContainerPort</c>, <c>v1.ServicePort</c>).</summary>
internal static class PortManifest
{
    public static JsonArray OfContainer(IReadOnlyList<PortSpec> ports) => ManifestJson.List(
        ContainerPortNames.Named(ports).Select(port => new JsonObject
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
            ["targetPort"] = port.TargetName is { } name ? ContainerPortNames.Of(ports, name) : port.Target,
            ["protocol"] = port.Protocol,
        }.With("nodePort", port.NodePort)));
}
