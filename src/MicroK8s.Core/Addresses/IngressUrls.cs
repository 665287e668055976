using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Addresses;

/// <summary>The URLs of an Ingress.</summary>
internal static class IngressUrls
{
    /// <summary>Every URL with the Service behind it.</summary>
    public static IEnumerable<(ServiceHost Service, string Ingress, string Url)> Of(KubeObject ingress) =>
        IngressPath.Of(ingress).Select(path =>
            (path.Service, ingress.Name, Url(ingress, path.Place.Host, path.Place.Path)));

    /// <summary>Without a host, every name that leads to the controller is meant; its own address is one.</summary>
    private static string Url(KubeObject ingress, string host, string path)
    {
        JsonElement[] tls = [.. ingress.Json.Items("spec", "tls")];
        bool isSecure = tls.Any(item => !item.Items("hosts").Any()
            || item.Items("hosts").Any(name => name.Text() == host));
        string? controller = ingress.Json.Items("status", "loadBalancer", "ingress")
            .Select(item => item.Text("hostname") ?? item.Text("ip")).FirstOrDefault();
        string name = host.Length > 0 ? host : controller ?? "*";
        return $"{(isSecure ? "https" : "http")}://{name}{(path.StartsWith('/') ? path : "/" + path)}";
    }
}
