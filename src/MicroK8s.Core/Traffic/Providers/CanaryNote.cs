using System.Globalization;
using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Providers;

/// <summary>
/// What was changed for a canary in an object that was there: an annotation on the object, written by the same patch,
/// so that it can be put back whoever removes the canary, and from wherever. Its value is an object with one member for
/// each service; that holds, by their paths, the original values and what the canary made of them.
/// </summary>
internal static class CanaryNote
{
    /// <summary>The annotation.</summary>
    public const string Annotation = "microk8s-powershell/before-canary";

    private const string Before = "before";
    private const string Made = "made";
    private const string Weight = "weight";

    /// <summary>Adds to a patch what there was before it.</summary>
    /// <param name="patch">The patch, with all that it changes for the canary.</param>
    /// <param name="item">The object.</param>
    /// <param name="service">The service with the canary.</param>
    /// <param name="paths">The paths that the patch changes, JSON Pointers.</param>
    /// <param name="keepsWeights">
    /// Whether weights stay as the patch sets them when the rest is put back: the canary had a share, but no pods.
    /// </param>
    public static void Add(
        JsonPatch patch, KubeObject item, ServiceHost service, IEnumerable<string> paths, bool keepsWeights = false)
    {
        JsonObject all = Read(item);
        JsonObject before = item.ToNode();
        JsonObject made = patch.ApplyTo(before);
        foreach (string path in paths)
        {
            JsonNode? there = JsonPointer.Find(before, path);
            JsonNode? then = JsonPointer.Find(made, path);
            if (keepsWeights) there = WithWeightsOf(there, then);
            if (JsonNode.DeepEquals(there, then)) continue;
            JsonObject note = all.Open(service.Name).Open(path);
            if (note.Count == 0 && there is not null) note[Before] = there.DeepClone();
            note[Made] = then?.DeepClone();
        }

        Write(patch, item, all);
    }

    /// <summary>Whether an object was changed for the canary of a service.</summary>
    public static bool IsFor(KubeObject item, ServiceHost service) =>
        item.Namespace == service.Namespace && Read(item).ContainsKey(service.Name);

    /// <summary>Whether a value of an object was changed for the canary of a service.</summary>
    public static bool IsFor(KubeObject item, ServiceHost service, string path) =>
        item.Namespace == service.Namespace && Read(item)[service.Name] is JsonObject notes && notes.ContainsKey(path);

    /// <summary>The patch that puts back what was there before.</summary>
    /// <param name="item">The object.</param>
    /// <param name="service">The service whose canary goes.</param>
    /// <param name="remains">Takes a sentence for each value that others changed since, which stays.</param>
    public static JsonPatch PutBack(KubeObject item, ServiceHost service, ICollection<string> remains)
    {
        JsonObject all = Read(item);
        JsonObject now = item.ToNode();
        var patch = new JsonPatch(item);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string path, JsonNode? note) in all[service.Name] as JsonObject ?? [])
        {
            string? place = Places(path, now).FirstOrDefault(
                one => !taken.Contains(one) && IsOurs(JsonPointer.Find(now, one), (note as JsonObject)?[Made]));
            if (place is null) remains.Add($"{path} of {item} was changed by someone else and stays as it is.");
            else if ((note as JsonObject)?[Before] is { } before) patch.Replace(place, before);
            else patch.Remove(place);
            if (place is not null) taken.Add(place);
        }

        all.Remove(service.Name);
        Write(patch, item, all);
        return patch;
    }

    private static JsonObject Read(KubeObject item) =>
        item.Annotations.TryGetValue(Annotation, out string? text) && JsonText.Parse(text) is { } json
            ? json.ToNode() as JsonObject ?? []
            : [];

    private static void Write(JsonPatch patch, KubeObject item, JsonObject all)
    {
        string path = $"/metadata/annotations/{JsonPatch.Escape(Annotation)}";
        if (all.Count == 0)
        {
            if (item.Annotations.ContainsKey(Annotation)) patch.Remove(path);
            return;
        }

        if (item.Json.At("metadata", "annotations") is null) patch.Add("/metadata/annotations", new JsonObject());
        patch.Add(path, all.ToJsonString());
    }

    /// <summary>
    /// The place itself, then those that differ in their indexes only: others may have added or removed some above.
    /// </summary>
    private static IEnumerable<string> Places(string path, JsonObject root) =>
        Like(path.Split('/')[1..], root).Prepend(path).Distinct();

    private static IEnumerable<string> Like(string[] parts, JsonNode? node) => (parts, node) switch
    {
        ([], _) => [""],
        ([var index, .. var rest], JsonArray list) when int.TryParse(index, CultureInfo.InvariantCulture, out _) =>
            list.SelectMany((entry, place) => Like(rest, entry).Select(inner => $"/{place}{inner}")),
        ([var name, .. var rest], JsonObject map) => Like(rest, map[name]).Select(inner => $"/{name}{inner}"),
        _ => [],
    };

    /// <summary>Whether a value is what the canary made of it, whatever its shares are by now.</summary>
    private static bool IsOurs(JsonNode? now, JsonNode? made) =>
        now is not null && JsonNode.DeepEquals(WithWeightsOf(now, null), WithWeightsOf(made, null));

    /// <summary>A copy of a list of backends with the weights of another one; without any if that is null.</summary>
    private static JsonNode? WithWeightsOf(JsonNode? backends, JsonNode? other)
    {
        JsonNode? copy = backends?.DeepClone();
        if (copy is not JsonArray list) return copy;
        for (int index = 0; index < list.Count; index++)
        {
            if (list[index] is not JsonObject backend) continue;
            JsonNode? weight = other is JsonArray others && index < others.Count ? others[index].At(Weight) : null;
            backend.Put(Weight, weight?.DeepClone());
        }

        return copy;
    }
}
