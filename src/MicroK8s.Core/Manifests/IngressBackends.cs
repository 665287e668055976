using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Manifests;

/// <summary>The Services that an Ingress leads to, in the words of v1 and of v1beta1.</summary>
internal static class IngressBackends
{
    public static IEnumerable<string> Of(KubeObject ingress)
    {
        IEnumerable<JsonElement> paths = ingress.Json.Items("spec", "rules")
            .SelectMany(rule => rule.Items("http", "paths")).Select(path => path.At("backend") ?? default);
        JsonElement[] defaults =
            [ingress.Json.At("spec", "defaultBackend") ?? default, ingress.Json.At("spec", "backend") ?? default];
        return paths.Concat(defaults)
            .Select(backend => backend.Text("service", "name") ?? backend.Text("serviceName")).OfType<string>();
    }
}
