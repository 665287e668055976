using System.Text.Json.Nodes;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Health;

/// <summary>
/// Runs one check on objects that a test writes down: kind, name and the rest as JSON. Namespaced objects are in
/// namespace shop; the time is noon.
/// </summary>
internal static class CheckCase
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly HashSet<string> ClusterWide = new(StringComparer.Ordinal)
    {
        "Node", "Namespace", "APIService", "CustomResourceDefinition", "ValidatingWebhookConfiguration",
        "MutatingWebhookConfiguration", "PersistentVolume", "StorageClass", "VolumeAttachment", "IngressClass",
        "CertificateSigningRequest", "NodeMetrics",
    };

    /// <summary>So many minutes before noon, as the API writes it.</summary>
    public static string Ago(double minutes) => Now.AddMinutes(-minutes).ToString("O");

    public static KubeObject Object(string kind, string name, string rest, string? space = null)
    {
        var json = (JsonObject)JsonNode.Parse(rest)!;
        json["kind"] = kind;
        if (json["metadata"] is not JsonObject metadata) json["metadata"] = metadata = [];
        metadata["name"] = name;
        metadata["uid"] = $"{kind}/{name}";
        metadata["creationTimestamp"] ??= Ago(60);
        if (!ClusterWide.Contains(kind)) metadata["namespace"] = space ?? "shop";
        return KubeObject.Parse(json.ToJsonString());
    }

    /// <summary>What the check with this name finds.</summary>
    public static Task<IReadOnlyList<HealthFinding>> FindAsync(string check, params KubeObject[] objects) =>
        FindAsync(check, new StubSession { Objects = [.. objects] });

    public static async Task<IReadOnlyList<HealthFinding>> FindAsync(
        string check, StubSession session, Func<HealthScope, HealthScope>? change = null)
    {
        using (session)
        {
            var scope = new HealthScope(session, [], new ManualClock(Now));
            return await Verdicts.OfAsync(
                HealthChecks.All.Single(one => one.Name == check), change is null ? scope : change(scope));
        }
    }

    /// <summary>Codes, status and targets of what is not well, on one line each.</summary>
    public static IReadOnlyList<string> Wrong(IReadOnlyList<HealthFinding> findings) =>
        [.. findings.Where(finding => finding.Code is not null)
            .Select(finding => $"{finding.Code} {finding.Status} {finding.Target}").Order(StringComparer.Ordinal)];
}
