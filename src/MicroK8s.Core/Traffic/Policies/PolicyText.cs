using System.Text.Json;
using System.Text.Json.Nodes;

namespace MicroK8s.Traffic.Policies;

/// <summary>Values of a policy as people read them.</summary>
internal static class PolicyText
{
    /// <summary>A text without its quotes, anything else as JSON.</summary>
    public static string Of(JsonNode value) =>
        value is JsonValue single && single.GetValueKind() == JsonValueKind.String
            ? single.GetValue<string>()
            : value.ToJsonString();

    /// <summary>A word of Istio as PowerShell writes it: <c>LEAST_REQUEST</c> is <c>LeastRequest</c>.</summary>
    public static string Pascal(string word) => string.Concat(
        word.Split('_', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part[..1].ToUpperInvariant() + part[1..].ToLowerInvariant()));
}
