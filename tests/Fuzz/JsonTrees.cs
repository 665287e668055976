using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace MicroK8s.Fuzz;

/// <summary>Trees of any shape, whose texts are the ones that are hard to write.</summary>
internal static class JsonTrees
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf<string>(NastyTokens.All.Select(Encoding.UTF8.GetString).ToArray()),
        Gen.String[Gen.Char["\n\n\t\r :-#'\"\\|>&*!%@`{}[],?aZ09.~\u00e9\u0085\u2028\ufeff\ufffe\u0001\u007f\ud83e\udd80"], 0, 12],
        Gen.String[Gen.Char.AlphaNumeric, 0, 8]);

    private static readonly Gen<Func<JsonNode?>> Scalar = Gen.OneOf(
        Text.Select(Func<JsonNode?> (text) => () => JsonValue.Create(text)),
        Gen.Long.Select(Func<JsonNode?> (number) => () => JsonValue.Create(number)),
        Gen.Double.Where(double.IsFinite).Select(Func<JsonNode?> (number) => () => JsonValue.Create(number)),
        Gen.Bool.Select(Func<JsonNode?> (flag) => () => JsonValue.Create(flag)),
        Gen.Bool.Select(Func<JsonNode?> (_) => () => null));

    // Functions, because a node has one parent, and a generator may give the same one twice.
    private static readonly Gen<Func<JsonNode?>> Tree = Gen.Recursive<Func<JsonNode?>>((depth, tree) => depth > 4
        ? Scalar
        : Gen.Frequency(
            (4, Scalar),
            (1, tree.Array[0, 3].Select(Func<JsonNode?> (items) => () => new JsonArray([.. items.Select(make => make())]))),
            (2, Map(tree).Select(Func<JsonNode?> (make) => () => make()))));

    public static Gen<JsonObject> Object { get; } = Map(Tree).Select(make => make());

    private static Gen<Func<JsonObject>> Map(Gen<Func<JsonNode?>> values) =>
        Gen.Select(Text, values).Array[0, 4].Select(Func<JsonObject> (pairs) => () => new JsonObject(
            pairs.DistinctBy(pair => pair.Item1).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2()))));
}
