using System.Text.Json.Nodes;

namespace MicroK8s.Resources;

/// <summary>Changes a copy of an API object without disturbing what is around.</summary>
internal static class JsonEditing
{
    /// <summary>The object of a property, made if there is none.</summary>
    public static JsonObject Open(this JsonObject parent, string name)
    {
        if (parent[name] is JsonObject there) return there;
        var made = new JsonObject();
        parent[name] = made;
        return made;
    }

    /// <summary>Sets a property; null removes it.</summary>
    public static void Put(this JsonObject parent, string name, JsonNode? value)
    {
        if (value is null) parent.Remove(name);
        else if (!JsonNode.DeepEquals(parent[name], value)) parent[name] = value;
    }

    /// <summary>
    /// Sets some properties of an object further inside, and removes those whose value is null. Objects on the way are
    /// made, and those that are empty afterwards go.
    /// </summary>
    public static void Change(
        this JsonObject root, ReadOnlySpan<string> path, IEnumerable<KeyValuePair<string, JsonNode?>> properties)
    {
        if (path.IsEmpty)
        {
            foreach ((string key, JsonNode? value) in properties) root.Put(key, value);
            return;
        }

        JsonObject child = root.Open(path[0]);
        child.Change(path[1..], properties);
        if (child.Count == 0) root.Remove(path[0]);
    }
}
