using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MicroK8s.Resources;

/// <summary>
/// A JSON Patch (RFC 6902) of named paths. It starts by replacing <c>/metadata/resourceVersion</c> with the version
/// that was read: the API server then answers 409 when somebody else wrote meanwhile, so no update is ever lost.
/// </summary>
public sealed partial class JsonPatch
{
    private readonly JsonArray _operations = [];

    /// <summary>Starts a patch of the object as it was read.</summary>
    /// <param name="read">The object that the change was planned on.</param>
    public JsonPatch(KubeObject read) => Replace("/metadata/resourceVersion", read.ResourceVersion);

    /// <summary>Whether the patch changes nothing.</summary>
    public bool IsEmpty => _operations.Count == 1;

    /// <summary>Replaces the value at a path that exists.</summary>
    /// <param name="path">The path, a JSON Pointer (RFC 6901); see <see cref="Escape"/>.</param>
    /// <param name="value">The new value; null for JSON's null. It is copied.</param>
    /// <returns>This patch.</returns>
    public JsonPatch Replace(string path, JsonNode? value) => Append("replace", path, value);

    /// <summary>
    /// Sets the value at a path whose parent exists; in an array, inserts before the index (<c>-</c>: last).
    /// </summary>
    /// <param name="path">The path, a JSON Pointer (RFC 6901); see <see cref="Escape"/>.</param>
    /// <param name="value">The value; null for JSON's null. It is copied.</param>
    /// <returns>This patch.</returns>
    public JsonPatch Add(string path, JsonNode? value) => Append("add", path, value);

    /// <summary>Requires the value at a path, else the whole patch fails.</summary>
    /// <param name="path">The path, a JSON Pointer (RFC 6901); see <see cref="Escape"/>.</param>
    /// <param name="value">The value that must be there; null for JSON's null. It is copied.</param>
    /// <returns>This patch.</returns>
    public JsonPatch Test(string path, JsonNode? value) => Append("test", path, value);

    /// <summary>Removes the value at a path that exists.</summary>
    /// <param name="path">The path, a JSON Pointer (RFC 6901); see <see cref="Escape"/>.</param>
    /// <returns>This patch.</returns>
    public JsonPatch Remove(string path)
    {
        _operations.Add(new JsonObject { ["op"] = "remove", ["path"] = path });
        return this;
    }

    /// <summary>One part of a path, escaped (RFC 6901 §3).</summary>
    /// <param name="part">A property name, such as a label key with a slash.</param>
    public static string Escape(string part) =>
        part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>What the patch makes of a tree. What it tests is taken to hold.</summary>
    /// <param name="tree">The tree; it stays as it is.</param>
    internal JsonObject ApplyTo(JsonObject tree)
    {
        JsonObject result = tree.DeepClone().AsObject();
        foreach (JsonObject operation in _operations.OfType<JsonObject>())
        {
            string path = operation.Text("path")!;
            JsonNode? parent = JsonPointer.Find(result, path[..path.LastIndexOf('/')]);
            Apply(parent, JsonPointer.LastPart(path), operation.Text("op")!, operation["value"]?.DeepClone());
        }

        return result;
    }

    /// <summary>
    /// The patch as sent. The API server compares the text of a test byte by byte with its own, so that it has to be
    /// written as Go writes JSON: an escape where Go has one, else the character.
    /// </summary>
    public override string ToString() => EscapeSequence().Replace(_operations.ToJsonString(), AsInGo);

    private static string AsInGo(Match escape)
    {
        if (escape.Groups["code"] is not { Success: true } code) return escape.Value;
        var sign = (char)int.Parse(code.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return sign switch
        {
            '"' => "\\\"",
            < ' ' or '&' or '<' or '>' or '\u2028' or '\u2029' => $"\\u{(int)sign:x4}",
            _ => $"{sign}",
        };
    }

    // A sequence of two characters is matched too, else the second backslash of a pair would begin one.
    [GeneratedRegex(@"\\(?:u(?<code>[0-9A-Fa-f]{4})|.)")]
    private static partial Regex EscapeSequence();

    private static void Apply(JsonNode? parent, string part, string operation, JsonNode? value)
    {
        switch (parent, operation)
        {
            case (JsonObject map, "remove"): map.Remove(part); break;
            case (JsonObject map, "add" or "replace"): map[part] = value; break;
            case (JsonArray list, "add") when part == "-": list.Add(value); break;
            case (JsonArray list, "add"): list.Insert(int.Parse(part, CultureInfo.InvariantCulture), value); break;
            case (JsonArray list, "remove"): list.RemoveAt(int.Parse(part, CultureInfo.InvariantCulture)); break;
            case (JsonArray list, "replace"): list[int.Parse(part, CultureInfo.InvariantCulture)] = value; break;
        }
    }

    private JsonPatch Append(string operation, string path, JsonNode? value)
    {
        _operations.Add(new JsonObject { ["op"] = operation, ["path"] = path, ["value"] = value?.DeepClone() });
        return this;
    }
}
