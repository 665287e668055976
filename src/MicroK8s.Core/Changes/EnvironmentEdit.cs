using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Changes;

/// <summary>Changes environment variables by name: each keeps its place, as a later one may refer to it.</summary>
internal static class EnvironmentEdit
{
    /// <summary>Writes the variables of a wish.</summary>
    /// <exception cref="ClusterException">InvalidSpec: the container is not there, or must be named.</exception>
    public static void Write(WorkloadDraft draft, ServiceChange change)
    {
        IEnumerable<KeyValuePair<string, JsonNode?>> own =
            change.Maps.TryGetValue("Environment", out MapChange? map) ? map.All : [];
        KeyValuePair<string, JsonNode?>[] variables =
        [
            .. own,
            .. change.Spec.Environment.Select(MapFields.Node).Select(
                pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)),
        ];
        if (variables.Length == 0) return;
        JsonObject container = draft.Container(
            change.Container, change.Has("Environment") ? "Environment" : "EnvironmentFrom");
        JsonArray list = container["env"] as JsonArray ?? [];
        foreach ((string name, JsonNode? variable) in variables) Put(list, name, variable);
        if (list.Count == 0) container.Remove("env");
        else if (list.Parent is null) container["env"] = list;
    }

    /// <summary>
    /// The API accepts a name twice, and the container then gets the last value: all entries of the name become one, at
    /// the place of the first.
    /// </summary>
    private static void Put(JsonArray list, string name, JsonNode? variable)
    {
        JsonNode[] there = [.. list.OfType<JsonObject>().Where(item => item.Text("name") == name)];
        foreach (JsonNode one in there.Skip(variable is null ? 0 : 1)) list.Remove(one);
        if (variable is null) return;
        if (there is [var first, ..])
        {
            if (!JsonNode.DeepEquals(first, variable)) list[list.IndexOf(first)] = variable;
        }
        else
        {
            list.Add(variable);
        }
    }
}
