using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Health.Certificates;

/// <summary>The authorities by which the API server trusts what it calls.</summary>
internal static class BundleRules
{
    /// <summary>What is wrong with the bundles of a webhook configuration, an APIService or a definition.</summary>
    public static IEnumerable<HealthProblem> Judge(KubeObject item, HealthScope scope) => Bundles(item)
        .Where(bundle => bundle.Base64.Length > 0).Select(bundle => Judge(bundle.Name, bundle.Base64, scope))
        .OfType<HealthProblem>();

    private static HealthProblem? Judge(string name, string base64, HealthScope scope) =>
        CertificateRules.LastEnd(base64) is { } end
            ? CertificateRules.Judge(
                CertificateCodes.Bundle, $"The bundle of {name}", end, scope,
                "Renew the certificate of its server, and write its authority into caBundle")
            : new HealthProblem(
                CertificateCodes.Bundle, $"The bundle of {name} is no certificate",
                "Write the authority of its server into caBundle")
            {
                Status = HealthStatus.Unhealthy,
            };

    private static IEnumerable<(string Name, string Base64)> Bundles(KubeObject item)
    {
        foreach (JsonElement webhook in item.Json.Items("webhooks"))
        {
            yield return (webhook.Text("name") ?? "", webhook.Text("clientConfig", "caBundle") ?? "");
        }

        yield return ($"Service {item.Json.Text("spec", "service", "name")}", item.Json.Text("spec", "caBundle") ?? "");
        yield return (
            "its conversion", item.Json.Text("spec", "conversion", "webhook", "clientConfig", "caBundle") ?? "");
    }
}
