using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Health.Baseline;

namespace MicroK8s.Health.Reports;

/// <summary>
/// A log of SARIF 2.1.0 (OASIS, sarif-v2.1.0-os): a rule for each kind of problem, a result for each finding.
/// </summary>
/// <remarks>
/// Unhealthy and Unknown are errors: what makes <c>Test-ClusterHealth -Quiet</c> false must not pass a gate that reads
/// the log. A result that is well has the kind <c>pass</c>, one that was skipped <c>notApplicable</c>; both have the
/// level <c>none</c>, as §3.27.10 asks.
/// </remarks>
internal static class SarifReport
{
    private const string Version = "2.1.0";
    private const string Schema =
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private const string Fingerprint = "microk8sFinding/v1";

    // The default encoder leaves nothing in the text that a page or a build agent could obey.
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static string Write(HealthReport report)
    {
        string[] rules = [.. report.Findings.Select(RuleOf).Distinct().Order(StringComparer.Ordinal)];
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var run = new JsonObject
        {
            ["tool"] = new JsonObject { ["driver"] = Driver(report, rules) },
            ["invocations"] = new JsonArray(new JsonObject
            {
                ["executionSuccessful"] = true,
                ["endTimeUtc"] =
                    report.Created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            }),
            ["columnKind"] = "utf16CodeUnits",
            ["results"] = new JsonArray([.. report.Findings.Select(finding => Result(finding, rules, seen))]),
        };
        if (PropertiesOf(report) is { Count: > 0 } properties) run["properties"] = properties;
        var log = new JsonObject { ["$schema"] = Schema, ["version"] = Version, ["runs"] = new JsonArray(run) };
        return log.ToJsonString(Options).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Driver(HealthReport report, string[] rules)
    {
        var driver = new JsonObject { ["name"] = "MicroK8s Test-ClusterHealth" };
        if (report.ModuleVersion is not null) driver["version"] = report.ModuleVersion;
        driver["rules"] = new JsonArray([.. rules.Select(rule => Rule(report, rule))]);
        return driver;
    }

    private static JsonObject Rule(HealthReport report, string rule)
    {
        HealthFinding[] findings = [.. report.Findings.Where(finding => RuleOf(finding) == rule)];
        HealthFinding example = findings[0];
        string title = report.TitleOf(example.Code) ?? $"Findings of the check {example.Check}";
        HealthStatus usual = example.Code is not null && report.Codes.TryGetValue(example.Code, out HealthCode? code)
            ? code.Status
            : findings.Max(finding => finding.Status);
        var descriptor = new JsonObject
        {
            ["id"] = rule,
            ["name"] = example.Check,
            ["shortDescription"] = new JsonObject { ["text"] = title },
            ["defaultConfiguration"] = new JsonObject { ["level"] = LevelOf(usual) },
            ["properties"] = new JsonObject { ["category"] = $"{example.Category}" },
        };
        if (report.PageOf(example.Code) is { } page) descriptor["helpUri"] = page.AbsoluteUri;
        return descriptor;
    }

    private static JsonObject Result(HealthFinding finding, string[] rules, Dictionary<string, int> seen)
    {
        string rule = RuleOf(finding);
        var result = new JsonObject
        {
            ["ruleId"] = rule,
            ["ruleIndex"] = Array.IndexOf(rules, rule),
            ["kind"] = finding.Status switch
            {
                HealthStatus.Healthy => "pass",
                HealthStatus.Skipped => "notApplicable",
                _ => "fail",
            },
            ["level"] = LevelOf(finding.Status),
            ["message"] = new JsonObject { ["text"] = Message(finding) },
            ["locations"] = new JsonArray(new JsonObject { ["logicalLocations"] = new JsonArray(Location(finding)) }),
            ["partialFingerprints"] = new JsonObject { [Fingerprint] = FingerprintOf(finding, seen) },
        };
        if (finding.Change is { } change) result["baselineState"] = StateOf(change);
        var properties = new JsonObject
        {
            ["status"] = $"{finding.Status}",
            ["check"] = finding.Check,
            ["category"] = $"{finding.Category}",
        };
        if (finding.Remediation is not null) properties["remediation"] = finding.Remediation;
        result["properties"] = properties;
        return result;
    }

    /// <summary>A finding without a code belongs to the rule of its check.</summary>
    private static string RuleOf(HealthFinding finding) => finding.Code ?? finding.Check;

    private static string LevelOf(HealthStatus status) => status switch
    {
        HealthStatus.Unhealthy or HealthStatus.Unknown => "error",
        HealthStatus.Warning => "warning",
        _ => "none",
    };

    /// <summary>Braces are doubled (§3.11.5), and what would be a link (§3.11.6) is none any more.</summary>
    private static string Message(HealthFinding finding)
    {
        string advice = finding.Remediation is null ? "" : $" Remediation: {finding.Remediation}";
        return $"{finding.Target}: {finding.Evidence}.{advice}"
            .Replace("](", "] (", StringComparison.Ordinal)
            .Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
    }

    private static JsonObject Location(HealthFinding finding)
    {
        if (finding is not { Kind: { } kind, Name: { } name })
        {
            return new JsonObject { ["name"] = finding.Target, ["fullyQualifiedName"] = finding.Target };
        }

        var properties = new JsonObject { ["kind"] = kind, ["name"] = name };
        if (finding.Namespace is not null) properties["namespace"] = finding.Namespace;
        return new JsonObject
        {
            ["name"] = name,
            ["fullyQualifiedName"] =
                finding.Namespace is null ? $"{kind}/{name}" : $"{finding.Namespace}/{kind}/{name}",
            ["kind"] = "resource",
            ["properties"] = properties,
        };
    }

    /// <summary>The key of the finding, and which one of that key it is, as pods of one owner share a key.</summary>
    private static string FingerprintOf(HealthFinding finding, Dictionary<string, int> seen)
    {
        string key = $"{FindingKey.Of(finding)}";
        seen[key] = seen.GetValueOrDefault(key) + 1;
        string hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32].ToLowerInvariant();
        return string.Create(CultureInfo.InvariantCulture, $"{hash}:{seen[key]}");
    }

    private static string StateOf(HealthChange change) => change switch
    {
        HealthChange.New => "new",
        HealthChange.Same => "unchanged",
        HealthChange.Gone => "absent",
        _ => "updated",
    };

    private static JsonObject PropertiesOf(HealthReport report)
    {
        var properties = new JsonObject();
        if (report.Context is not null) properties["context"] = report.Context;
        if (report.Server is not null) properties["server"] = report.Server;
        if (report.ServerVersion is not null) properties["serverVersion"] = report.ServerVersion;
        return properties;
    }
}
