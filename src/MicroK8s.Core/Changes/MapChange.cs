using System.Text.Json.Nodes;
using MicroK8s.Errors;

namespace MicroK8s.Changes;

/// <summary>A change of a map: what it gets and what it loses; everything else in it stays.</summary>
/// <param name="Set">Keys and new values, in the order given.</param>
/// <param name="Removed">Keys that go; one that is not there is no error.</param>
internal sealed record MapChange(IReadOnlyList<KeyValuePair<string, JsonNode>> Set, IReadOnlyList<string> Removed)
{
    /// <summary>Every key with its new value, null for those that go.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> All =>
        Set.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.DeepClone()))
            .Concat(Removed.Select(key => KeyValuePair.Create(key, (JsonNode?)null)));

    /// <summary>Reads a change; a key whose value is <c>$null</c> goes.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="pairs">Keys and values as given.</param>
    /// <param name="neutral">
    /// A value that <paramref name="parse"/> takes for any key, so that it can check the key.
    /// </param>
    /// <param name="parse">Reads a value, with the rules for a new service.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static MapChange Parse(
        string parameter, IReadOnlyList<KeyValuePair<string, object?>> pairs, object neutral,
        Func<IReadOnlyList<KeyValuePair<string, object?>>, IEnumerable<KeyValuePair<string, JsonNode>>> parse)
    {
        if (pairs.Count == 0)
        {
            throw InvalidInput.Of(
                parameter, null, "has no key", $"To remove one, give it $null: -{parameter} @{{ KEY = $null }}.");
        }

        var set = new List<KeyValuePair<string, JsonNode>>();
        var removed = new List<string>();
        foreach ((string key, object? value) in pairs)
        {
            // One by one, as a parser may sort, and may spell a key in its own way.
            KeyValuePair<string, JsonNode> read =
                parse([new KeyValuePair<string, object?>(key, value ?? neutral)]).Single();
            if (value is null) removed.Add(read.Key);
            else set.Add(read);
        }

        return new MapChange(set, removed);
    }
}
