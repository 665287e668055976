using System.Text.Json.Nodes;
using MicroK8s.Health;
using MicroK8s.Health.Reports;
using NJsonSchema;

namespace MicroK8s.Tests.Health.Reports;

public sealed class SarifReportTests
{
    /// <summary>
    /// The part of SARIF 2.1.0 that the module writes, by its specification: no other property, and every value of the
    /// type and the words that it allows there.
    /// </summary>
    private const string Rules = """
        {
          "definitions": {
            "text": { "type": "object", "additionalProperties": false, "required": ["text"], "properties": { "text": { "type": "string", "minLength": 1 } } },
            "bag": { "type": "object" },
            "level": { "enum": ["none", "note", "warning", "error"] },
            "rule": {
              "type": "object", "additionalProperties": false, "required": ["id", "shortDescription"],
              "properties": {
                "id": { "type": "string" }, "name": { "type": "string" },
                "shortDescription": { "$ref": "#/definitions/text" }, "helpUri": { "type": "string", "format": "uri" },
                "defaultConfiguration": { "type": "object", "additionalProperties": false, "properties": { "level": { "$ref": "#/definitions/level" } } },
                "properties": { "$ref": "#/definitions/bag" }
              }
            },
            "logicalLocation": {
              "type": "object", "additionalProperties": false, "required": ["name", "fullyQualifiedName"],
              "properties": {
                "name": { "type": "string" }, "fullyQualifiedName": { "type": "string" }, "kind": { "enum": ["resource"] },
                "properties": { "$ref": "#/definitions/bag" }
              }
            },
            "result": {
              "type": "object", "additionalProperties": false,
              "required": ["ruleId", "ruleIndex", "kind", "level", "message", "locations", "partialFingerprints"],
              "properties": {
                "ruleId": { "type": "string" }, "ruleIndex": { "type": "integer", "minimum": 0 },
                "kind": { "enum": ["pass", "notApplicable", "fail"] }, "level": { "$ref": "#/definitions/level" },
                "message": { "$ref": "#/definitions/text" },
                "locations": { "type": "array", "minItems": 1, "items": {
                  "type": "object", "additionalProperties": false, "required": ["logicalLocations"],
                  "properties": { "logicalLocations": { "type": "array", "minItems": 1, "items": { "$ref": "#/definitions/logicalLocation" } } } } },
                "partialFingerprints": { "type": "object", "minProperties": 1, "additionalProperties": { "type": "string" } },
                "baselineState": { "enum": ["new", "unchanged", "updated", "absent"] },
                "properties": { "$ref": "#/definitions/bag" }
              }
            }
          },
          "type": "object", "additionalProperties": false, "required": ["version", "runs"],
          "properties": {
            "$schema": { "type": "string", "format": "uri" },
            "version": { "enum": ["2.1.0"] },
            "runs": { "type": "array", "minItems": 1, "items": {
              "type": "object", "additionalProperties": false, "required": ["tool", "results"],
              "properties": {
                "tool": { "type": "object", "additionalProperties": false, "required": ["driver"], "properties": { "driver": {
                  "type": "object", "additionalProperties": false, "required": ["name", "rules"],
                  "properties": {
                    "name": { "type": "string", "minLength": 1 }, "version": { "type": "string" },
                    "rules": { "type": "array", "uniqueItems": true, "items": { "$ref": "#/definitions/rule" } }
                  } } } },
                "invocations": { "type": "array", "items": {
                  "type": "object", "additionalProperties": false, "required": ["executionSuccessful"],
                  "properties": { "executionSuccessful": { "type": "boolean" }, "endTimeUtc": { "type": "string", "format": "date-time" } } } },
                "columnKind": { "enum": ["utf16CodeUnits", "unicodeCodePoints"] },
                "results": { "type": "array", "items": { "$ref": "#/definitions/result" } },
                "properties": { "$ref": "#/definitions/bag" }
              } } }
          }
        }
        """;

    [Fact]
    public async Task The_log_follows_the_rules_whatever_is_in_it()
    {
        JsonSchema rules = await JsonSchema.FromJsonAsync(Rules);
        foreach (HealthReport report in new[] { SampleReport.Make(), SampleReport.MakeHostile(), SampleReport.Make([]) })
        {
            Assert.Empty(rules.Validate(report.Write(ReportFormat.Sarif)));
        }

        // The rules find what is wrong.
        Assert.NotEmpty(rules.Validate(SampleReport.Make().Write(ReportFormat.Sarif).Replace("\"ruleId\"", "\"ruleID\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_result_points_to_its_rule_and_only_a_failure_has_a_level()
    {
        JsonObject run = Run(SampleReport.Make());
        JsonArray rules = run["tool"]!["driver"]!["rules"]!.AsArray();
        Assert.Equal(14, Results(run).Count);
        Assert.All(Results(run), result =>
        {
            Assert.Equal($"{result["ruleId"]}", $"{rules[result["ruleIndex"]!.GetValue<int>()]!["id"]}");
            Assert.Equal($"{result["kind"]}" == "fail", $"{result["level"]}" != "none");
        });

        JsonNode rule = rules.Single(one => $"{one!["id"]}" == "MK201")!;
        Assert.Equal("Node is not ready", $"{rule["shortDescription"]!["text"]}");
        Assert.Equal("https://example.org/microk8s/docs/health/MK201.md", $"{rule["helpUri"]}");
        Assert.Equal(
            [("MK001", "error"), ("MK201", "error"), ("MK204", "warning"), ("Istio", "none")],
            new[] { "MK001", "MK201", "MK204", "Istio" }.Select(id => (id, $"{Results(run).Single(one => $"{one["ruleId"]}" == id)["level"]}")));
    }

    [Fact]
    public void A_result_names_the_object()
    {
        JsonNode pod = Results(Run(SampleReport.Make())).Single(one => $"{one["ruleId"]}" == "MK401");
        JsonNode location = pod["locations"]![0]!["logicalLocations"]![0]!;
        Assert.Equal("user-service-7cb95bb9fb-4wgr6", $"{location["name"]}");
        Assert.Equal("shop/Pod/user-service-7cb95bb9fb-4wgr6", $"{location["fullyQualifiedName"]}");
        Assert.Equal("shop", $"{location["properties"]!["namespace"]}");
    }

    [Fact]
    public void Fingerprints_survive_a_rollout_and_are_unique_in_a_run()
    {
        HealthFinding pod = SampleReport.Findings.Single(one => one.Code == "MK401");
        HealthFinding next = pod with { Name = "user-service-5d78c9869d-xk2fp", Evidence = "else", Status = HealthStatus.Warning };
        string[] before = Fingerprints(SampleReport.Make([pod, pod with { Name = "user-service-7cb95bb9fb-z2fpx" }]));
        Assert.Equal(2, before.Distinct().Count());
        Assert.Equal(before[0], Assert.Single(Fingerprints(SampleReport.Make([next]))));
        Assert.NotEqual(before[0], Assert.Single(Fingerprints(SampleReport.Make([pod with { Namespace = "home" }]))));
    }

    [Fact]
    public void Text_is_no_placeholder_and_no_link()
    {
        JsonNode hostile = Results(Run(SampleReport.MakeHostile())).Single(one => $"{one["properties"]!["category"]}" == "Network");
        string text = $"{hostile["message"]!["text"]}";
        Assert.Contains("{{0}}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("](", text, StringComparison.Ordinal);
        Assert.Equal("new", $"{hostile["baselineState"]}");
    }

    private static string[] Fingerprints(HealthReport report) =>
        [.. Results(Run(report)).Select(one => $"{one["partialFingerprints"]!["microk8sFinding/v1"]}")];

    private static JsonObject Run(HealthReport report) =>
        JsonNode.Parse(report.Write(ReportFormat.Sarif))!["runs"]![0]!.AsObject();

    private static List<JsonNode> Results(JsonObject run) => [.. run["results"]!.AsArray().Select(one => one!)];
}
