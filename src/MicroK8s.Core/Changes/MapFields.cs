using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Services.Objects;
using MicroK8s.Services.Spec;

namespace MicroK8s.Changes;

/// <summary>The fields that are maps: a change names keys, and the other keys stay.</summary>
internal static class MapFields
{
    private static readonly Dictionary<string, (object Neutral, Parser Parse)> Known = new(StringComparer.Ordinal)
    {
        ["Environment"] = ("", pairs => EnvironmentInput.ParseValues(pairs).Select(Node)),
        ["Request"] = ("0", pairs => Texts(ResourceAmounts.Parse(pairs, "Request"))),
        ["Limit"] = ("0", pairs => Texts(ResourceAmounts.Parse(pairs, "Limit"))),
        ["NodeSelector"] = ("", pairs => Texts(ServiceMetadata.ParseSelector(pairs, "NodeSelector"))),
        ["Label"] = ("", pairs => Texts(ServiceMetadata.ParseLabels(pairs, "Label"))),
        ["PodLabel"] = ("", pairs => Texts(ServiceMetadata.ParseLabels(pairs, "PodLabel"))),
        ["Annotation"] = ("", pairs => Texts(ServiceMetadata.ParseAnnotations(pairs, "Annotation"))),
        ["PodAnnotation"] = ("", pairs => Texts(ServiceMetadata.ParseAnnotations(pairs, "PodAnnotation"))),
    };

    private delegate IEnumerable<KeyValuePair<string, JsonNode>> Parser(
        IReadOnlyList<KeyValuePair<string, object?>> pairs);

    /// <summary>The names of all.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>Reads the change of a map.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value as given.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static MapChange Read(string name, object? value) =>
        MapChange.Parse(name, InputList.Pairs(value, name), Known[name].Neutral, pairs => Known[name].Parse(pairs));

    /// <summary>A variable as the API has it.</summary>
    public static KeyValuePair<string, JsonNode> Node(EnvironmentVariable variable) =>
        KeyValuePair.Create(variable.Name, (JsonNode)EnvironmentManifest.Of(variable));

    private static IEnumerable<KeyValuePair<string, JsonNode>> Texts(
        IEnumerable<KeyValuePair<string, string>> pairs) =>
        pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode)pair.Value));

    private static IEnumerable<KeyValuePair<string, JsonNode>> Texts(
        IEnumerable<KeyValuePair<string, Quantity>> amounts) =>
        amounts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode)pair.Value.Text));
}
