using System.Globalization;
using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Monitoring;

/// <summary>What was changed in a Service or a workload to monitor it (<see cref="ChangeNote"/>).</summary>
internal static class MonitoringNote
{
    /// <summary>The annotation.</summary>
    public const string Annotation = "microk8s-powershell/before-monitoring";

    /// <summary>Notes changes in the object that has them.</summary>
    /// <param name="read">The object before.</param>
    /// <param name="changed">The object with the changes; it gets the note.</param>
    /// <param name="workload">The workload that is monitored.</param>
    /// <param name="paths">The paths that may have changed, JSON Pointers.</param>
    public static JsonObject Add(KubeObject read, JsonObject changed, string workload, IEnumerable<string> paths)
    {
        JsonObject all = ChangeNote.Read(read, Annotation);
        JsonObject before = read.ToNode();
        foreach (string path in paths)
        {
            ChangeNote.Record(
                all, workload, path, JsonPointer.Find(before, path), JsonPointer.Find(changed, path));
        }

        Write(changed, all);
        return changed;
    }

    /// <summary>Whether an object was changed to monitor a workload.</summary>
    public static bool IsFor(KubeObject item, string workload) =>
        ChangeNote.Read(item, Annotation).ContainsKey(workload);

    /// <summary>Whether a value of an object is the one that was made to monitor a workload.</summary>
    public static bool IsFor(KubeObject item, string workload, string path) =>
        ChangeNote.Read(item, Annotation)[workload] is JsonObject notes && notes.ContainsKey(path);

    /// <summary>The object with all put back.</summary>
    /// <param name="read">The object as it is.</param>
    /// <param name="workload">The workload that is no longer monitored.</param>
    /// <param name="remains">Takes a sentence for each value that stays.</param>
    public static JsonObject PutBack(KubeObject read, string workload, ICollection<string> remains)
    {
        JsonObject all = ChangeNote.Read(read, Annotation);
        JsonObject now = read.ToNode();
        var taken = new HashSet<string>(StringComparer.Ordinal);

        // What was added to a list goes first: a port of a Service needs a name as long as there are others.
        foreach ((string path, JsonNode? value) in (all[workload] as JsonObject ?? [])
            .OrderByDescending(note => note.Value is JsonObject { } one && one[ChangeNote.Made] is JsonObject))
        {
            JsonObject note = value as JsonObject ?? [];
            string? place = ChangeNote.FindPlace(path, now, taken, there => IsOurs(there, note[ChangeNote.Made]));
            if (place is null)
            {
                remains.Add($"{path} of {read} was changed by someone else and stays as it is.");
            }
            else if (note[ChangeNote.Before] is { } before)
            {
                Set(now, place, before.DeepClone());
            }
            else if (IsNeeded(now, place))
            {
                remains.Add($"{path} of {read} stays, because a port needs a name where there are several.");
            }
            else
            {
                Set(now, place, null);
                continue;
            }

            if (place is not null) taken.Add(place);
        }

        all.Remove(workload);
        Write(now, all);
        return now;
    }

    private static void Write(JsonObject item, JsonObject all) =>
        item.Change(["metadata", "annotations"], [new(Annotation, all.Count == 0 ? null : all.ToJsonString())]);

    /// <summary>The server adds to what was made, such as a node port.</summary>
    private static bool IsOurs(JsonNode? there, JsonNode? made) => (there, made) switch
    {
        (null, _) => false,
        (JsonObject map, JsonObject part) => part.All(one => JsonNode.DeepEquals(map[one.Key], one.Value)),
        _ => JsonNode.DeepEquals(there, made),
    };

    private static bool IsNeeded(JsonObject item, string place) =>
        place.StartsWith("/spec/ports/", StringComparison.Ordinal)
        && place.EndsWith("/name", StringComparison.Ordinal) && item.At("spec", "ports") is JsonArray { Count: > 1 };

    /// <summary>Sets a value that is there; null removes it, and the maps and lists that are empty then.</summary>
    private static void Set(JsonObject root, string place, JsonNode? value)
    {
        string outer = place[..place.LastIndexOf('/')];
        string last = JsonPointer.LastPart(place);
        JsonNode? parent = JsonPointer.Find(root, outer);
        switch (parent)
        {
            case JsonObject map: map.Put(last, value); break;
            case JsonArray list when value is null: list.RemoveAt(int.Parse(last, CultureInfo.InvariantCulture)); break;
            case JsonArray list: list[int.Parse(last, CultureInfo.InvariantCulture)] = value; break;
        }

        if (outer.Length > 0 && parent is JsonObject { Count: 0 } or JsonArray { Count: 0 }) Set(root, outer, null);
    }
}
