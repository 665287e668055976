using System.Text.Json.Nodes;
using MicroK8s.Yaml;

namespace MicroK8s.KubeApi.Yaml;

/// <summary>
/// A node of a document before aliases and merge keys are resolved; an alias shares the node of its anchor.
/// </summary>
/// <param name="At">Where it stands.</param>
internal abstract record YamlItem(YamlPosition At)
{
    /// <summary>A text, a number, a truth value or null, and what stands in the text for it.</summary>
    public sealed record Scalar(YamlPosition At, JsonNode? Value, string Written) : YamlItem(At);

    public sealed record Sequence(YamlPosition At, IReadOnlyList<YamlItem> Items) : YamlItem(At);

    public sealed record Mapping(YamlPosition At, IReadOnlyList<YamlEntry> Entries) : YamlItem(At);
}
