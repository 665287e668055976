using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Traffic.Policies;

/// <summary>
/// The block <c>tls</c> of a policy as the <c>validation</c> of a BackendTLSPolicy (Gateway API, GEP-1897). Pure.
/// </summary>
internal static class BackendTlsFields
{
    /// <summary>Where the ConfigMap with the CA certificate stands in the block; no field of Istio.</summary>
    public const string CaConfigMap = "caConfigMap";

    /// <summary>Where it stands that the CA certificates of the system count; no field of Istio.</summary>
    public const string SystemCa = "systemCa";

    private const string ClientCertificate =
        "A Gateway has its client certificate in spec.tls.backend.clientCertificateRef, which Publish-MicroService "
        + "writes; with TlsMode Simple here, that is mutual TLS.";

    /// <summary>Throws if a BackendTLSPolicy cannot have a part of the block.</summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void Require(JsonObject tls)
    {
        string? mode = tls.Text("mode");
        if (mode is "MUTUAL" or "ISTIO_MUTUAL")
        {
            throw InvalidInput.Of(
                "TlsMode", PolicyText.Pascal(mode),
                "cannot be set with the Gateway API: a BackendTLSPolicy has no client certificate",
                mode == "MUTUAL" ? ClientCertificate : "Istio can do it: -Provider Istio.");
        }

        string[] known = ["mode", "sni", "subjectAltNames", CaConfigMap, SystemCa];
        if (tls.Select(pair => pair.Key).FirstOrDefault(key => !known.Contains(key)) is { } other)
        {
            throw InvalidInput.Of(
                "Policy", $"tls.{other}", "cannot be set with the Gateway API: a BackendTLSPolicy has no such field",
                "It has -TlsHostname, -TlsCaConfigMap, -TlsSystemCa and tls.subjectAltNames. Istio can do it: "
                + "-Provider Istio.");
        }

        if (tls.Text("sni") is { } host) NameRules.CheckObjectName(host, "TlsHostname", "a host");
    }

    /// <summary>Throws if a policy of a DestinationRule has what only a BackendTLSPolicy can have.</summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void RequireNone(JsonObject rule)
    {
        PolicyField? field = PolicyFields.All.FirstOrDefault(one => one.Path[0] == "tls"
            && one.Path[^1] is CaConfigMap or SystemCa && one.Find(rule) is not null);
        if (field is null) return;
        throw InvalidInput.Of(
            field.Parameter, PolicyText.Of(field.Find(rule)!), "cannot be set with Istio, which reads no ConfigMap",
            "Name the file or the Secret, with -Policy @{ tls = @{ caCertificates = '/etc/ca.crt' } } or "
            + "credentialName, or use the Gateway API: -Provider GatewayApi.");
    }

    /// <summary>Sets what the block says in a spec, and leaves all else there as it is.</summary>
    /// <param name="spec">The spec of a BackendTLSPolicy.</param>
    /// <param name="tls">The block.</param>
    public static void Merge(JsonObject spec, JsonObject tls)
    {
        JsonObject validation = spec.Open("validation");
        if (tls.Text("sni") is { } host) validation.Put("hostname", host);
        if (tls["subjectAltNames"] is JsonArray names)
        {
            validation.Put("subjectAltNames", new JsonArray([.. names.Select(name => AltName(name.Text() ?? ""))]));
        }

        // Exactly one of the two (Gateway API, BackendTLSPolicyValidation).
        if (tls.Text(CaConfigMap) is { } map)
        {
            validation.Remove("wellKnownCACertificates");
            validation.Put("caCertificateRefs", new JsonArray(new JsonObject
            {
                ["group"] = "", ["kind"] = ResourceTypes.ConfigMap.Kind, ["name"] = map,
            }));
        }
        else if (tls.ContainsKey(SystemCa) || validation["caCertificateRefs"] is not JsonArray { Count: > 0 })
        {
            validation.Remove("caCertificateRefs");
            validation.Put("wellKnownCACertificates", "System");
        }
    }

    /// <summary>A BackendTLSPolicy as a block <c>tls</c> would say it.</summary>
    public static JsonObject AsTls(KubeObject policy)
    {
        JsonNode? validation = policy.ToNode().At("spec", "validation");
        var tls = new JsonObject { ["mode"] = "SIMPLE" };
        if (validation.Text("hostname") is { } host) tls["sni"] = host;
        JsonArray references = validation.At("caCertificateRefs") as JsonArray ?? [];
        string[] maps = [.. references.Select(one => one.Text("name") ?? "")];
        if (maps.Length > 0) tls[CaConfigMap] = string.Join(',', maps);
        if (validation.Text("wellKnownCACertificates") == "System") tls[SystemCa] = true;
        return tls;
    }

    private static JsonObject AltName(string name) => name.Contains("://", StringComparison.Ordinal)
        ? new JsonObject { ["type"] = "URI", ["uri"] = name }
        : new JsonObject { ["type"] = "Hostname", ["hostname"] = name };
}
