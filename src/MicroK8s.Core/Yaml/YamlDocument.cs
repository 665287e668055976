using System.Text.Json.Nodes;

namespace MicroK8s.Yaml;

/// <summary>One document, and where in the text everything stands.</summary>
/// <param name="Root">
/// The document; scalars have the types of YAML's JSON schema. Never null: those are left out.
/// </param>
/// <param name="Source">Where the text comes from, for messages.</param>
/// <param name="Positions">
/// The place of every key and item, by JSON pointer (RFC 6901): <c>/ports/0/name</c>. The root's is the empty pointer.
/// </param>
public sealed record YamlDocument(JsonNode Root, string Source, IReadOnlyDictionary<string, YamlPosition> Positions)
{
    /// <summary>
    /// What stands in the text for every number and truth value, by JSON pointer: <c>0x1F</c> for 31, <c>1.10</c> for
    /// 1.1, <c>yes</c> for true. A reader that knows a field as text takes this instead of the value.
    /// </summary>
    public IReadOnlyDictionary<string, string> Written { get; init; } = new Dictionary<string, string>();

    /// <summary>The place of a node as messages say it: <c>shop.yaml, line 3, column 5</c>.</summary>
    /// <param name="path">The JSON pointer of the node; its nearest known parent is taken if it is unknown.</param>
    public string Where(string path)
    {
        while (!Positions.ContainsKey(path) && path.Length > 0)
        {
            path = path[..path.LastIndexOf('/')];
        }

        return Positions.TryGetValue(path, out YamlPosition? at)
            ? $"{Source}, line {at.Line}, column {at.Column}"
            : Source;
    }
}
