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
    /// <returns>
    /// Whether each part is as before, or somebody else's by now. Not if a list is neither as it was made nor of the
    /// same items: nobody can tell then which of them are whose.
    /// </returns>
    public static bool Apply(JsonObject before, JsonObject after, JsonObject now)
    {
        bool isWhole = true;
        foreach (string key in before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key)).ToArray())
        {
            JsonNode? old = before[key];
            JsonNode? made = after[key];
            JsonNode? there = now[key];
            if (JsonNode.DeepEquals(old, made)) continue;
            if (JsonNode.DeepEquals(there, made)) now.Put(key, old?.DeepClone());
            else if ((old ?? new JsonObject(), made, there) is (JsonObject one, JsonObject other, JsonObject inner))
            {
                isWhole &= Apply(one, other, inner);
            }
            else if ((old ?? new JsonArray(), made, there) is (JsonArray first, JsonArray second, JsonArray items))
            {
                isWhole &= ListKeys.Of(first, second, items) is { } name
                    ? ApplyByKey(first, second, items, name)
                    : ApplyInOrder(first, second, items);
            }
        }

        return isWhole;
    }

    private static bool ApplyByKey(JsonArray before, JsonArray after, JsonArray now, string name)
    {
        bool isWhole = true;
        foreach (string key in ListKeys.Values(before, name).Union(ListKeys.Values(after, name)))
        {
            JsonNode? old = Find(before, name, key);
            JsonNode? made = Find(after, name, key);
            JsonNode? there = Find(now, name, key);
            if (JsonNode.DeepEquals(old, made)) continue;
            if (!JsonNode.DeepEquals(there, made))
            {
                if ((old, made, there) is (JsonObject one, JsonObject other, JsonObject inner))
                {
                    isWhole &= Apply(one, other, inner);
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

        return isWhole;
    }

    /// <summary>Items without a key are matched by position, if the number of items is the same.</summary>
    private static bool ApplyInOrder(JsonArray before, JsonArray after, JsonArray now)
    {
        if (before.Count != after.Count || after.Count != now.Count) return false;
        bool isWhole = true;
        for (int index = 0; index < now.Count; index++)
        {
            if (JsonNode.DeepEquals(before[index], after[index])) continue;
            if (JsonNode.DeepEquals(now[index], after[index])) now[index] = before[index]?.DeepClone();
            else if ((before[index], after[index], now[index]) is (JsonObject one, JsonObject other, JsonObject inner))
            {
                isWhole &= Apply(one, other, inner);
            }
        }

        return isWhole;
    }

    private static JsonNode? Find(JsonArray items, string name, string key) =>
        Array.IndexOf(ListKeys.Values(items, name), key) is >= 0 and int index ? items[index] : null;
}
