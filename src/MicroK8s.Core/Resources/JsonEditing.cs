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

    /// <summary>Sets some properties of an object, and removes those whose value is null; nothing empty stays.</summary>
    public static void Merge(
        this JsonObject parent, string name, IEnumerable<KeyValuePair<string, JsonNode?>> properties)
    {
        JsonObject target = parent.Open(name);
        foreach ((string key, JsonNode? value) in properties) target.Put(key, value);
        if (target.Count == 0) parent.Remove(name);
    }
}
