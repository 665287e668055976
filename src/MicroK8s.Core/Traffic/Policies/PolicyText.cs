using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Traffic.Policies;

/// <summary>Values of a policy as people read them.</summary>
internal static class PolicyText
{
    /// <summary>
    /// A text without its quotes; localities as <c>eu-west=eu-north</c> and <c>eu-west/*: eu-west/* 80%, eu-north/*
    /// 20%</c>; anything else as JSON.
    /// </summary>
    public static string Of(JsonNode value) => value switch
    {
        JsonValue single when single.GetValueKind() == JsonValueKind.String => single.GetValue<string>(),
        JsonArray { Count: > 0 } entries when entries.All(entry => entry.Text("from") is not null) =>
            string.Join("; ", entries.Select(OfEntry)),
        _ => value.ToJsonString(),
    };

    private static string OfEntry(JsonNode? entry) => entry.At("to") is JsonObject weights
        ? $"{entry.Text("from")}: "
            + string.Join(", ", weights.Select(pair => $"{pair.Key} {pair.Value?.ToJsonString() ?? "null"}%"))
        : $"{entry.Text("from")}={entry.Text("to")}";

    /// <summary>A word of Istio as PowerShell writes it: <c>LEAST_REQUEST</c> is <c>LeastRequest</c>.</summary>
    public static string Pascal(string word) => string.Concat(
        word.Split('_', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part[..1].ToUpperInvariant() + part[1..].ToLowerInvariant()));
}
