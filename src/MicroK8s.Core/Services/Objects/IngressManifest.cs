using System.Globalization;
using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Services.Spec;

namespace MicroK8s.Services.Objects;

/// <summary>The Ingress of a new microservice (<c>networking.k8s.io/v1</c>).</summary>
internal static class IngressManifest
{
    public static JsonObject Of(ServiceSpec spec)
    {
        JsonObject ingress = ObjectMetadata.New(ResourceTypes.Ingress, spec);
        ingress["spec"] = new JsonObject()
            .With("ingressClassName", spec.Ingress.Class)
            .With("tls", Tls(spec.Ingress))
            .With("rules", ManifestJson.List(spec.Ingress.Rules.GroupBy(rule => rule.Host).Select(
                host => new JsonObject().With("host", host.Key).With("http", new JsonObject
                {
                    ["paths"] = ManifestJson.List(host.Select(rule => Path(rule, spec))),
                }))));
        return ingress;
    }

    private static JsonArray Tls(IngressSpec spec)
    {
        if (spec.TlsSecret is null) return [];
        IEnumerable<string> hosts = spec.Rules.Select(rule => rule.Host).OfType<string>().Distinct();
        return new JsonArray(
            new JsonObject().With("hosts", ManifestJson.Texts(hosts)).With("secretName", spec.TlsSecret));
    }

    private static JsonObject Path(IngressRule rule, ServiceSpec spec) => new()
    {
        ["path"] = rule.Path,
        ["pathType"] = rule.PathType,
        ["backend"] = new JsonObject
        {
            ["service"] = new JsonObject { ["name"] = spec.Name, ["port"] = Port(rule.Port ?? spec.Ports[0].Name) },
        },
    };

    private static JsonObject Port(string port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new JsonObject { ["number"] = number }
            : new JsonObject { ["name"] = port };
}
