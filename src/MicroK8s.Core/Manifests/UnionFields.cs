using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Manifests;

/// <summary>
/// Fields of which only one may be there: the handler of a probe or of a lifecycle hook, the source of a volume, and
/// the numbers of an update strategy with its type (kubernetes/api, core/v1 and apps/v1; validation in
/// kubernetes/kubernetes, pkg/apis). An apply removes what earlier applies named and nothing else, so defaults that the
/// server filled into the old choice stay, and it refuses the new one beside them (kubernetes/kubernetes#24198).
/// </summary>
internal static class UnionFields
{
    private const string Type = "type";
    private const string RollingUpdate = "rollingUpdate";

    private static readonly HashSet<string> Handlers = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];

    private static readonly HashSet<string> HandlerOwners =
        ["livenessProbe", "readinessProbe", "startupProbe", "postStart", "preStop"];

    /// <summary>
    /// The fields of an object that are there beside another choice of a manifest, as a set like
    /// <see cref="FieldSet"/>. Empty if there are none.
    /// </summary>
    /// <param name="live">The object.</param>
    /// <param name="manifest">What will be applied.</param>
    public static JsonObject FindOld(JsonObject live, JsonObject manifest)
    {
        JsonObject found = [];
        foreach (Place place in Places(live, manifest, []))
        {
            foreach (string member in place.Old)
            {
                JsonObject set = FieldsOf(place.One[member]);
                foreach (string key in place.Path.Append($"f:{member}").Reverse()) set = new JsonObject { [key] = set };
                FieldSet.Add(found, set);
            }
        }

        return found;
    }

    /// <summary>Makes the choices of an object those of another, where they differ.</summary>
    /// <param name="item">The object; it is changed.</param>
    /// <param name="other">The object whose choices count.</param>
    public static void Choose(JsonObject item, JsonObject other)
    {
        foreach (Place place in Places(item, other, []).ToArray())
        {
            foreach (string member in MembersOf(place.One, place.Kind).ToArray()) place.One.Remove(member);
            foreach (string member in MembersOf(place.Other, place.Kind).Append(Type))
            {
                if (place.Other[member] is { } value) place.One[member] = value.DeepClone();
            }
        }
    }

    /// <summary>Removes members that a manifest has set to null to say that they go.</summary>
    /// <param name="manifest">The manifest; it is changed.</param>
    public static void RemoveNulls(JsonObject manifest)
    {
        foreach (string name in new[] { "strategy", "updateStrategy" })
        {
            if (manifest.At("spec", name) is JsonObject strategy && strategy[RollingUpdate] is null)
            {
                strategy.Remove(RollingUpdate);
            }
        }
    }

    /// <summary>The places where two objects differ in their choice.</summary>
    private static IEnumerable<Place> Places(JsonObject one, JsonObject other, IReadOnlyList<string> path)
    {
        foreach ((string key, JsonNode? value) in one)
        {
            string[] inner = [.. path, $"f:{key}"];
            if (value is JsonObject mine && other[key] is JsonObject theirs)
            {
                Kind? kind = HandlerOwners.Contains(key) ? Kind.Handler
                    : key is "strategy" or "updateStrategy" && path is ["f:spec"] ? Kind.Strategy : null;
                if (kind is { } known && new Place(mine, theirs, known, inner) is { IsChange: true } place)
                {
                    yield return place;
                }

                foreach (Place found in Places(mine, theirs, inner)) yield return found;
            }
            else if (value is JsonArray items && other[key] is JsonArray others)
            {
                foreach (Place found in PlacesIn(items, others, key, inner)) yield return found;
            }
        }
    }

    private static IEnumerable<Place> PlacesIn(
        JsonArray items, JsonArray others, string key, IReadOnlyList<string> path)
    {
        foreach (JsonObject mine in items.OfType<JsonObject>())
        {
            if (mine.Text("name") is not { } name
                || others.OfType<JsonObject>().FirstOrDefault(item => item.Text("name") == name) is not { } theirs)
            {
                continue;
            }

            string[] inner = [.. path, $"k:{new JsonObject { ["name"] = name }.ToJsonString()}"];
            if (key == "volumes" && new Place(mine, theirs, Kind.Volume, inner) is { IsChange: true } place)
            {
                yield return place;
            }

            foreach (Place found in Places(mine, theirs, inner)) yield return found;
        }
    }

    private static IEnumerable<string> MembersOf(JsonObject owner, Kind kind) => owner
        .Where(pair => pair.Value is not null).Select(pair => pair.Key)
        .Where(key => kind switch
        {
            Kind.Handler => Handlers.Contains(key),
            Kind.Volume => key != "name",
            _ => key == RollingUpdate,
        });

    private static JsonObject FieldsOf(JsonNode? value)
    {
        if (value is not JsonObject map) return [];
        var fields = new JsonObject { ["."] = new JsonObject() };
        foreach ((string key, JsonNode? inner) in map) fields[$"f:{key}"] = FieldsOf(inner);
        return fields;
    }

    private enum Kind
    {
        Handler,
        Volume,
        Strategy,
    }

    /// <summary>A union that two objects have, and its path as <see cref="FieldSet"/> has it.</summary>
    private sealed record Place(JsonObject One, JsonObject Other, Kind Kind, IReadOnlyList<string> Path)
    {
        /// <summary>The members of the one that the other does not have.</summary>
        public IEnumerable<string> Old => MembersOf(One, Kind).Except(MembersOf(Other, Kind));

        /// <summary>Whether the other chooses something else, rather than leaving the choice alone.</summary>
        public bool IsChange => Kind == Kind.Strategy
            ? Other.Text(Type) is { } type && type != One.Text(Type) && (Old.Any() || MembersOf(Other, Kind).Any())
            : Old.Any() && MembersOf(Other, Kind).Any();
    }
}
