using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>
/// Takes a change back that others may have added to: what they changed since stays theirs, also right beside it.
/// </summary>
internal static class JsonReversion
{
    /// <summary>Puts back what differs between two states, where it still is as the later one.</summary>
    /// <param name="before">The state to go back to.</param>
    /// <param name="after">The state that the change made.</param>
    /// <param name="now">The state now; it is changed.</param>
    public static void Apply(JsonObject before, JsonObject after, JsonObject now)
    {
        foreach (string key in before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key)).ToArray())
        {
            JsonNode? old = before[key];
            JsonNode? made = after[key];
            JsonNode? there = now[key];
            if (JsonNode.DeepEquals(old, made)) continue;
            if (JsonNode.DeepEquals(there, made)) now.Put(key, old?.DeepClone());
            else if ((old ?? new JsonObject(), made, there) is (JsonObject one, JsonObject other, JsonObject inner))
            {
                Apply(one, other, inner);
            }
            else if ((old ?? new JsonArray(), made, there) is (JsonArray first, JsonArray second, JsonArray items))
            {
                ApplyItems(first, second, items);
            }
        }
    }

    /// <summary>Items of lists are told apart by their name; lists of other things are one value.</summary>
    private static void ApplyItems(JsonArray before, JsonArray after, JsonArray now)
    {
        foreach (string name in Names(before).Union(Names(after)))
        {
            JsonNode? old = Find(before, name);
            JsonNode? made = Find(after, name);
            JsonNode? there = Find(now, name);
            if (JsonNode.DeepEquals(old, made)) continue;
            if (!JsonNode.DeepEquals(there, made))
            {
                if ((old, made, there) is (JsonObject one, JsonObject other, JsonObject inner))
                {
                    Apply(one, other, inner);
                }
            }
            else if (old is null)
            {
                now.Remove(there);
            }
            else if (there is null)
            {
                now.Insert(Math.Min(before.IndexOf(old), now.Count), old.DeepClone());
            }
            else
            {
                now[now.IndexOf(there)] = old.DeepClone();
            }
        }
    }

    private static IEnumerable<string> Names(JsonArray items) =>
        items.Select(item => (item as JsonObject)?["name"]?.ToString()).OfType<string>();

    private static JsonNode? Find(JsonArray items, string name) =>
        items.FirstOrDefault(item => (item as JsonObject)?["name"]?.ToString() == name);
}
