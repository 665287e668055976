using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using MicroK8s.Resources;

namespace MicroK8s.Fuzz;

/// <summary>Changes JSON so that it stays JSON: values of other types, missing parts, keys that stand twice.</summary>
internal static class JsonMutator
{
    /// <summary>Marks a value to be written as it is, for what a tree cannot hold.</summary>
    private const string Raw = "\u0001raw:";

    private static readonly Gen<string> Values = Gen.OneOf(
        "null", "true", "false", "0", "-1", "1", "1.5", "1e999", "-0", "2147483648", "-2147483648", "9223372036854775807",
        "9223372036854775808", "99999999999999999999999999", "1e400", "0.1e-400", "\"\"", "\" \"", "\"x\"", "\"0\"", "\"-1\"",
        "\"2147483648\"", "\"99999999999999999999\"", "\"NaN\"", "\"100%\"", "\"-5%\"", "\"99999999999%\"", "\"1e9\"",
        "\"true\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"a/b\"", "\"/\"", "\"..\"", "\"*\"", "\"a=b\"", "\"a:b:c\"",
        "\"#\\n##vso[x]\\u001b[31m\"", "\"2026-01-02T03:04:05Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"", "\"[\"", "\"{}\"", "\"[1]\"", "\"\\\"\"",
        "[]", "{}", "[null]", "[0]", "[\"\"]", "[[]]", "[{}]", "[{},{}]", "{\"\":null}", "{\"a\":1,\"a\":2}",
        "{\"a\":\"\\ud800\"}", "{\"\\ud800\":1}", "[{\"name\":\"a\"},{\"name\":\"a\"}]", "[{\"name\":1},{\"name\":null}]",
        "{\"kind\":[]}", "{\"matchLabels\":[]}", "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[1]}]}");

    private static readonly Gen<Action<JsonNode, int>> Edit = Gen.Frequency(
        (8, Values.Select(Action<JsonNode, int> (value) => (root, at) => Set(root, at, value))),
        (4, Gen.Const<Action<JsonNode, int>>(Remove)),
        (2, Gen.Int[0, 9999].Select(Action<JsonNode, int> (from) => (root, at) => Move(root, from, at))),
        (2, Gen.Const<Action<JsonNode, int>>(Double)));

    /// <summary>Seeds of JSON with one to six changes.</summary>
    public static Gen<byte[]> Of(IReadOnlyList<byte[]> seeds)
    {
        JsonNode[] json = [.. seeds.Select(Parse).OfType<JsonNode>()];
        return Gen.Select(
            Gen.OneOf<JsonNode>(json), Gen.Select(Edit, Gen.Int[0, 9999]).Array[1, 6], (seed, edits) => Change(seed, edits));
    }

    /// <summary>A seed that has parts to be changed; null for any other.</summary>
    private static JsonNode? Parse(byte[] seed)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(seed);
            return document.RootElement.Clone().ToNode() is var node and (JsonObject or JsonArray) ? node : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Change(JsonNode seed, (Action<JsonNode, int> Edit, int At)[] edits)
    {
        JsonNode root = seed.DeepClone();
        foreach ((Action<JsonNode, int> edit, int at) in edits) edit(root, at);
        return Encoding.UTF8.GetBytes(Write(root));
    }

    private static IEnumerable<(JsonNode Parent, string? Key, int Index)> Places(JsonNode node)
    {
        if (node is JsonObject map)
        {
            foreach ((string key, JsonNode? value) in map)
            {
                yield return (map, key, 0);
                if (value is not null) foreach (var place in Places(value)) yield return place;
            }
        }
        else if (node is JsonArray list)
        {
            for (int i = 0; i < list.Count; i++)
            {
                yield return (list, null, i);
                if (list[i] is { } item) foreach (var place in Places(item)) yield return place;
            }
        }
    }

    private static (JsonNode Parent, string? Key, int Index)? PlaceAt(JsonNode root, int at)
    {
        var places = Places(root).ToList();
        return places.Count == 0 ? null : places[at % places.Count];
    }

    private static void Set(JsonNode root, int at, string value) => Put(root, at, JsonValue.Create(Raw + value));

    private static void Put(JsonNode root, int at, JsonNode? value)
    {
        if (PlaceAt(root, at) is not var (parent, key, index)) return;
        if (key is not null) parent[key] = value;
        else parent[index] = value;
    }

    private static void Remove(JsonNode root, int at)
    {
        if (PlaceAt(root, at) is not var (parent, key, index)) return;
        if (key is not null) parent.AsObject().Remove(key);
        else parent.AsArray().RemoveAt(index);
    }

    private static JsonNode? ValueAt(JsonNode root, int at) => PlaceAt(root, at) is var (parent, key, index)
        ? key is null ? parent[index] : parent[key]
        : null;

    private static void Move(JsonNode root, int from, int to) => Put(root, to, ValueAt(root, from)?.DeepClone());

    /// <summary>An item once more, or a key that stands twice.</summary>
    private static void Double(JsonNode root, int at)
    {
        if (PlaceAt(root, at) is not var (parent, key, index)) return;
        if (key is null) parent.AsArray().Insert(index, parent[index]?.DeepClone());
        else parent[key] = JsonValue.Create($"{Raw}{Write(parent[key])},{Quote(key)}:{Write(parent[key])}");
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static string Write(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject map => $"{{{string.Join(',', map.Select(pair => $"{Quote(pair.Key)}:{Write(pair.Value)}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(Write))}]",
        JsonValue value when value.TryGetValue(out string? text) && text.StartsWith(Raw, StringComparison.Ordinal) =>
            text[Raw.Length..],
        _ => node.ToJsonString(),
    };
}
