using System.Text.Json.Nodes;
using MicroK8s.Errors;

namespace MicroK8s.Resources;

/// <summary>
/// An object that is to be created, as an outline for people: every field that the server would store; what it fills
/// in or spells in another way is marked. Values that may be secret are hidden.
/// </summary>
public sealed class NewObjectOutline
{
    private const string Indent = "  ";
    private const string Default = " (default)";

    /// <summary>Addresses and numbers that a dry run draws, but does not keep.</summary>
    private static readonly string[] Drawn = ["clusterIP", "clusterIPs", "nodePort", "healthCheckNodePort"];

    private readonly List<string> _lines = [];

    private NewObjectOutline()
    {
    }

    /// <summary>The lines, without a heading for the object itself.</summary>
    /// <param name="sent">The object as it would be sent, with its kind.</param>
    /// <param name="stored">
    /// The answer of the dry run. Null if the server could not try; then what is sent is shown.
    /// </param>
    public static IReadOnlyList<string> Lines(JsonObject sent, KubeObject? stored)
    {
        JsonObject given = WithoutHeading(sent);
        var outline = new NewObjectOutline();
        outline.AddFields(stored is null ? given : WithoutHeading(stored.ToNode()), given, "", isMarked: false);
        return outline._lines;
    }

    private static JsonObject WithoutHeading(JsonObject item)
    {
        JsonObject plain = StoredForm.Of(item, item["kind"]?.ToString() ?? "", _ => HiddenValues.Text);
        plain.Remove("apiVersion");
        plain.Remove("kind");
        if (plain["metadata"] is JsonObject metadata)
        {
            metadata.Remove("name");
            metadata.Remove("namespace");
            if (metadata.Count == 0) plain.Remove("metadata");
        }

        return plain;
    }

    private void AddFields(JsonObject fields, JsonObject? given, string indent, bool isMarked)
    {
        foreach ((string key, JsonNode? value) in fields)
        {
            Add(key, value!, given?[key], indent, isMarked);
        }
    }

    /// <summary>A parent with one field only stands in the line of that field: <c>selector.matchLabels</c>.</summary>
    private void Add(string path, JsonNode value, JsonNode? given, string indent, bool isMarked)
    {
        switch (value)
        {
            case JsonObject { Count: 1 } parent:
                (string key, JsonNode? only) = parent.Single();
                Add(JsonDifference.Join(path, key), only!, (given as JsonObject)?[key], indent, isMarked);
                break;
            case JsonObject { Count: > 0 } fields:
                string mark = isMarked || given is not null ? "" : Default;
                _lines.Add($"{indent}{path}{mark}");
                AddFields(fields, given as JsonObject, indent + Indent, isMarked || mark.Length > 0);
                break;
            case JsonArray items when items.Any(item => item is JsonObject):
                AddItems(path, items, given as JsonArray ?? [], indent, isMarked);
                break;
            default:
                AddValue(path, value, given, indent, isMarked);
                break;
        }
    }

    private void AddItems(string path, JsonArray items, JsonArray given, string indent, bool isMarked)
    {
        string? name = ListKeys.Of(items);
        string[] keys = ListKeys.Values(items, name);
        string[] givenKeys = ListKeys.Values(given, name);
        for (int i = 0; i < items.Count; i++)
        {
            int match = Array.IndexOf(givenKeys, keys[i]);
            if (items[i] is not { } item) continue;

            // The name in brackets need not be told again.
            if (name is not null && item is JsonObject { Count: > 1 } thing) thing.Remove(name);
            Add($"{path}[{keys[i]}]", item, match < 0 ? null : given[match], indent, isMarked);
        }
    }

    private void AddValue(string path, JsonNode value, JsonNode? given, string indent, bool isMarked)
    {
        // Nothing but braces, put there by the server, says nothing.
        if (given is null && value is JsonObject or JsonArray { Count: 0 }) return;
        string text = UntrustedText.Quote(JsonDifference.Show(value));
        if (given is null && Drawn.Any(path.EndsWith)) text = "(chosen by the server)";
        else if (given is null && !isMarked) text += Default;
        else if (given is not null && !JsonNode.DeepEquals(given, value)) text += Sent(given);
        _lines.Add($"{indent}{path}: {text}");
    }

    private static string Sent(JsonNode given) => $" (sent as {UntrustedText.Quote(JsonDifference.Show(given))})";
}
