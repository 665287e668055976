using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace MicroK8s.Health.Reports;

/// <summary>
/// A page with places for values, in the notation of Mustache: <c>{{name}}</c> is a value, which is always encoded, so
/// that no text becomes markup; <c>{{#name}}…{{/name}}</c> is repeated for each object of a list, entered for an
/// object, and kept for a text or <c>true</c>; <c>{{^name}}…{{/name}}</c> is kept if there is nothing.
/// </summary>
internal sealed partial class HtmlTemplate
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly IReadOnlyList<Part> _parts;

    /// <summary>Reads a template.</summary>
    /// <param name="text">The page. A tag that stands alone on its line takes the line with it.</param>
    public HtmlTemplate(string text)
    {
        string page = LoneTag().Replace(text, "$1");
        Match[] tags = Tag().Matches(page).ToArray();
        int next = 0;
        int at = 0;
        _parts = ReadUntil(null);

        List<Part> ReadUntil(string? end)
        {
            var parts = new List<Part>();
            while (next < tags.Length)
            {
                Match tag = tags[next++];
                parts.Add(new Part('=', page[at..tag.Index], []));
                at = tag.Index + tag.Length;
                string name = tag.Groups["name"].Value;
                switch (tag.Groups["sign"].Value)
                {
                    case "": parts.Add(new Part('v', name, [])); break;
                    case "/" when name == end: return parts;
                    case "/": throw new InvalidOperationException($"The template closes '{name}' in '{end}'.");
                    case var sign: parts.Add(new Part(sign[0], name, ReadUntil(name))); break;
                }
            }

            if (end is not null) throw new InvalidOperationException($"The template does not close '{end}'.");
            parts.Add(new Part('=', page[at..], []));
            return parts;
        }
    }

    /// <summary>The page with its values.</summary>
    /// <param name="values">The values; a name that none of the objects around a place has is a bug.</param>
    public string Render(JsonObject values)
    {
        var page = new StringBuilder();
        Write(page, _parts, [values]);
        return page.ToString();
    }

    private static void Write(StringBuilder page, IReadOnlyList<Part> parts, IReadOnlyList<JsonObject> scopes)
    {
        foreach (Part part in parts)
        {
            if (part.Sign == '=')
            {
                page.Append(part.Text);
                continue;
            }

            JsonNode? value = Find(part.Text, scopes);
            bool isThere = IsThere(value);
            switch (part.Sign)
            {
                case 'v':
                    page.Append(Encoder.Encode(isThere ? $"{value}" : ""));
                    break;
                case '^':
                    if (!isThere) Write(page, part.Parts, scopes);
                    break;
                case '#' when value is JsonArray items:
                    foreach (JsonNode? item in items) Write(page, part.Parts, [item!.AsObject(), .. scopes]);
                    break;
                case '#' when isThere:
                    Write(page, part.Parts, value is JsonObject inner ? [inner, .. scopes] : scopes);
                    break;
            }
        }
    }

    private static JsonNode? Find(string name, IReadOnlyList<JsonObject> scopes)
    {
        foreach (JsonObject scope in scopes)
        {
            if (scope.TryGetPropertyValue(name, out JsonNode? value)) return value;
        }

        throw new InvalidOperationException($"The template has a place for '{name}', which has no value.");
    }

    private static bool IsThere(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.False or JsonValueKind.Null => false,
        JsonValueKind.Array => value.AsArray().Count > 0,
        JsonValueKind.String => value.GetValue<string>().Length > 0,
        _ => true,
    };

    [GeneratedRegex(@"\{\{(?<sign>[#^/]?)(?<name>[a-zA-Z]+)\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^[ \t]*(\{\{[#^/][a-zA-Z]+\}\})[ \t]*\n", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex LoneTag();

    /// <summary>A piece of text (<c>=</c>), a value (<c>v</c>), or a section with its parts.</summary>
    private sealed record Part(char Sign, string Text, IReadOnlyList<Part> Parts);
}
