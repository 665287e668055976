using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Connection;

/// <summary>
/// The body of a request or an answer as it may be shown to the person who sent it: JSON only, without secret values
/// (those of Secrets, environment variables and headers of probes), and not much of it.
/// </summary>
public static class BodyText
{
    /// <summary>What is longer is not read for this: a page of 500 pods has about 2 MiB.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private const int MostCharacters = 8 * 1024;

    /// <summary>As deep as answers are read.</summary>
    private const int DeepestLevel = 250;

    private static readonly string LastAppliedInPath =
        LastApplied.Annotation.Replace("/", "~1", StringComparison.Ordinal);

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = DeepestLevel,
    };

    /// <summary>What is shown of a body.</summary>
    /// <param name="target">Path and query of the request.</param>
    /// <param name="mediaType">The media type. Null if it is not said.</param>
    /// <param name="body">The bytes; more than <see cref="MostBytes"/> are not looked at.</param>
    public static string Of(string target, string? mediaType, ReadOnlySpan<byte> body)
    {
        string size = string.Create(CultureInfo.InvariantCulture, $"{body.Length} bytes");
        if (IsOfSecrets(target)) return $"({size} of a Secret, not shown)";
        if (body.Length > MostBytes) return $"(more than {MostBytes >> 20} MiB, not shown)";
        bool isJson = mediaType is not null
            && (mediaType.Contains("json", StringComparison.OrdinalIgnoreCase)
                || mediaType.Contains("apply-patch", StringComparison.OrdinalIgnoreCase));
        return isJson && Harmless(body) is { } text
            ? Shorten(text)
            : $"({size}{(mediaType is null ? "" : $" of {mediaType}")}, not shown)";
    }

    /// <summary>
    /// Whether a request is about Secrets or tokens: nothing of them is shown, as even a refusal may quote what was
    /// sent.
    /// </summary>
    private static bool IsOfSecrets(string target) =>
        target.Split('?')[0].Split('/').Any(part => part is "secrets" or "token");

    /// <summary>
    /// The body without what may not be shown. Null if it is no JSON, or JSON that is read in two ways.
    /// </summary>
    private static string? Harmless(ReadOnlySpan<byte> body)
    {
        try
        {
            JsonNode? root = JsonNode.Parse(
                Encoding.UTF8.GetString(body), null, new JsonDocumentOptions { MaxDepth = DeepestLevel });
            if (root is JsonArray operations)
            {
                foreach (JsonObject operation in operations.OfType<JsonObject>()) HideInOperation(operation);
            }

            if (root is JsonObject item) HideInObject(item);
            Trim(root);
            return root?.ToJsonString(Plain);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // A key that stands twice is an ArgumentException as soon as it is asked for.
            return null;
        }
    }

    private static void HideInObject(JsonObject item)
    {
        string kind = TextOf(item["kind"]);
        SecretValues.Replace(item, kind, Hide);
        if (item["items"] is not JsonArray items) return;
        string kindOfItems = kind.EndsWith("List", StringComparison.Ordinal) ? kind[..^"List".Length] : "";
        foreach (JsonObject one in items.OfType<JsonObject>())
        {
            string own = TextOf(one["kind"]);
            SecretValues.Replace(one, own.Length > 0 ? own : kindOfItems, Hide);
        }
    }

    /// <summary>A JSON Patch names what it changes by a path.</summary>
    private static void HideInOperation(JsonObject operation)
    {
        SecretValues.Replace(operation, "", Hide);
        string path = TextOf(operation["path"]);
        bool isSecret = path.Split('/').Any(part => part is "env" or "httpHeaders")
            || path.EndsWith(LastAppliedInPath, StringComparison.Ordinal);
        if (isSecret && operation["value"] is { } value) operation["value"] = Hide(value);
    }

    /// <summary>
    /// Removes what is longer than the object and says nothing of what was asked, and what repeats the object as text.
    /// </summary>
    private static void Trim(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (JsonNode? item in items) Trim(item);
        }

        if (node is not JsonObject fields) return;
        fields.Remove("managedFields");
        if (fields.ContainsKey(LastApplied.Annotation)) fields[LastApplied.Annotation] = HiddenValues.Text;
        foreach ((_, JsonNode? value) in fields) Trim(value);
    }

    private static string Hide(JsonNode value) => HiddenValues.Text;

    private static string TextOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    private static string Shorten(string text) => text.Length <= MostCharacters
        ? text
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{text[..MostCharacters]}… ({text.Length - MostCharacters} more characters)");
}
