using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Access.Grants;

/// <summary>AuthorizationPolicies of grants: one rule, whose operations are added to.</summary>
internal static class MeshGrant
{
    private static readonly string[] Fields = ["methods", "paths", "ports"];

    /// <summary>What the policy says.</summary>
    /// <param name="to">The called pods.</param>
    /// <param name="from">The calling pods, or everyone.</param>
    /// <param name="request">The methods and paths.</param>
    /// <param name="ports">The ports of the called pods; none for all.</param>
    /// <param name="there">What there is already, which stays allowed. Null for nothing.</param>
    public static JsonObject Spec(
        GrantParty to, GrantCaller from, AccessGrantRequest request, IReadOnlyList<AccessPort> ports,
        JsonElement? there)
    {
        var rule = new JsonObject();
        if (from.Party is { } caller)
        {
            rule["from"] = new JsonArray(new JsonObject
            {
                ["source"] = new JsonObject { ["principals"] = GrantObjects.Texts([caller.Principal!]) },
            });
        }

        if (Operations(Operation(request, ports), there) is { } operations) rule["to"] = operations;
        return new JsonObject
        {
            ["selector"] = GrantObjects.Labels(to.Selector),
            ["action"] = "ALLOW",
            ["rules"] = new JsonArray(rule),
        };
    }

    /// <summary>A policy that lets nobody in: an ALLOW policy without a rule (istio.io, "allow-nothing").</summary>
    /// <param name="selector">The pods.</param>
    public static JsonObject Closed(JsonNode? selector) => new()
    {
        ["selector"] = selector?.DeepClone(),
        ["action"] = "ALLOW",
    };

    /// <summary>What a policy allows, for people.</summary>
    public static IReadOnlyList<string> Allows(JsonElement spec)
    {
        JsonElement[] operations = [.. spec.Items("rules").FirstOrDefault().Items("to")];
        return operations.Length == 0
            ? ["everything"]
            : [.. operations.Select(item => string.Join(' ', Fields.Select(field => Shown(item, field))
                .Where(text => text.Length > 0)))];
    }

    private static string Shown(JsonElement item, string field)
    {
        string values = string.Join(',', item.Items("operation", field).Select(value => value.Text()));
        return values.Length > 0 && field == "ports" ? $"port {values}" : values;
    }

    private static JsonObject Operation(AccessGrantRequest request, IReadOnlyList<AccessPort> ports)
    {
        var operation = new JsonObject();
        if (request.Methods.Count > 0) operation["methods"] = GrantObjects.Texts(GrantInput.Methods(request.Methods));
        if (request.Paths.Count > 0) operation["paths"] = GrantObjects.Texts(request.Paths.Distinct());
        if (ports.Count > 0)
        {
            operation["ports"] = GrantObjects.Texts(
                ports.Select(port => port.Number.ToString(CultureInfo.InvariantCulture)).Distinct());
        }

        return operation;
    }

    /// <summary>The operations of both; null for all. A rule that is there and has none allows all.</summary>
    private static JsonArray? Operations(JsonObject wanted, JsonElement? there)
    {
        if (wanted.Count == 0) return null;
        JsonArray list = [];
        if (there?.Items("rules").FirstOrDefault() is { ValueKind: JsonValueKind.Object } rule)
        {
            if (!rule.Items("to").Any()) return null;
            foreach (JsonElement item in rule.Items("to")) list.Add(item.ToNode());
        }

        if (!list.Any(item => Covers(item.At("operation"), wanted)))
        {
            list.Add(new JsonObject { ["operation"] = wanted });
        }

        return list;
    }

    /// <summary>Whether an operation that is there allows all that another one does.</summary>
    private static bool Covers(JsonNode? there, JsonObject wanted) => there is JsonObject one
        && one.All(field => Fields.Contains(field.Key) && wanted[field.Key] is JsonArray list
            && field.Value is JsonArray known
            && list.All(item => known.Any(other => JsonNode.DeepEquals(item, other))));
}
