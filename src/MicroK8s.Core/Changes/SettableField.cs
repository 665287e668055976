using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Changes;

/// <summary>
/// A field that can be changed on a live workload. Its new value is taken from the manifest that a new service with
/// this field would have, at the very paths that the field is about; so both always write the same.
/// </summary>
/// <param name="Name">The parameter.</param>
/// <param name="Place">What the paths start from.</param>
/// <param name="Paths">The paths, each as property names with a slash between.</param>
internal sealed record SettableField(string Name, FieldPlace Place, params IReadOnlyList<string> Paths)
{
    /// <summary>The kinds of workload that have it; all if there are none.</summary>
    public IReadOnlyList<WorkloadKind> Kinds { get; init; } = [];

    /// <summary>Writes the field into a workload; what the manifest does not have is removed.</summary>
    /// <param name="manifest">The place in the manifest of a new service.</param>
    /// <param name="target">The place in the workload.</param>
    /// <param name="kind">The kind of the workload.</param>
    public void Copy(JsonObject manifest, JsonObject target, WorkloadKind kind)
    {
        foreach (string path in Paths)
        {
            // The same thing has another name in the other kinds.
            bool isStrategy = path.StartsWith("strategy/", StringComparison.Ordinal) && kind != WorkloadKind.Deployment;
            Copy(manifest, target, (isStrategy ? $"updateS{path[1..]}" : path).Split('/'));
        }
    }

    /// <summary>Changes some keys of a map.</summary>
    /// <param name="change">The keys.</param>
    /// <param name="target">The place in the workload.</param>
    public void Merge(MapChange change, JsonObject target)
    {
        target.Change(Paths[0].Split('/'), change.All);
    }

    private static void Copy(JsonObject manifest, JsonObject target, string[] path)
    {
        JsonNode? value = path.Aggregate((JsonNode?)manifest, (node, name) => (node as JsonObject)?[name]);
        target.Change(path.AsSpan(0, path.Length - 1), [KeyValuePair.Create(path[^1], value?.DeepClone())]);
    }
}
