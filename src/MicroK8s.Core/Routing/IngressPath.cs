using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>One path of an Ingress that leads to a Service.</summary>
/// <param name="Place">The host, empty for any; the path; how it is compared.</param>
/// <param name="Service">The Service.</param>
/// <param name="Port">The port of the Service. Null if it is named, or not told.</param>
/// <param name="Path">Its place in the Ingress, a JSON Pointer.</param>
internal sealed record IngressPath(
    (string Host, string Path, string Type) Place, ServiceHost Service, int? Port, string Path)
{
    /// <summary>As people write it: <c>shop.example.com/api</c>.</summary>
    public string Label => Place.Host + Place.Path;

    /// <summary>All paths of an Ingress, and its default backend, in their order.</summary>
    public static IEnumerable<IngressPath> Of(KubeObject ingress)
    {
        if (Read(ingress, ingress.Json.At("spec", "defaultBackend"), "", "/", "Prefix", "/spec/defaultBackend")
            is { } fallback)
        {
            yield return fallback;
        }

        int ruleIndex = 0;
        foreach (JsonElement rule in ingress.Json.Items("spec", "rules"))
        {
            int pathIndex = 0;
            foreach (JsonElement path in rule.Items("http", "paths"))
            {
                string place = $"/spec/rules/{ruleIndex}/http/paths/{pathIndex++}/backend";
                string type = path.Text("pathType") ?? "ImplementationSpecific";
                if (Read(ingress, path.At("backend"), rule.Text("host") ?? "", path.Text("path") ?? "/", type, place)
                    is { } found)
                {
                    yield return found;
                }
            }

            ruleIndex++;
        }
    }

    private static IngressPath? Read(
        KubeObject ingress, JsonElement? backend, string host, string path, string type, string place) =>
        backend?.Text("service", "name") is { } name
            ? new IngressPath(
                (host.ToLowerInvariant(), path, type), new ServiceHost(name, ingress.Namespace),
                backend.Value.Number("service", "port", "number"), place)
            : null;
}
