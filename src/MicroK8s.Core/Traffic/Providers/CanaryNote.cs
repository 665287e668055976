using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers;

/// <summary>
/// What was changed for a canary in an object that was there (<see cref="ChangeNote"/>), noted by the same patch, so
/// that it can be put back whoever removes the canary.
/// </summary>
internal static class CanaryNote
{
    /// <summary>The annotation.</summary>
    public const string Annotation = "microk8s-powershell/before-canary";

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
            ChangeNote.Record(all, service.Name, path, there, then);
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
            string? place = ChangeNote.FindPlace(
                path, now, taken, value => IsOurs(value, (note as JsonObject)?[ChangeNote.Made]));
            if (place is null) remains.Add($"{path} of {item} was changed by someone else and stays as it is.");
            else if ((note as JsonObject)?[ChangeNote.Before] is { } before) patch.Replace(place, before);
            else patch.Remove(place);
            if (place is not null) taken.Add(place);
        }

        all.Remove(service.Name);
        Write(patch, item, all);
        return patch;
    }

    private static JsonObject Read(KubeObject item) => ChangeNote.Read(item, Annotation);

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
