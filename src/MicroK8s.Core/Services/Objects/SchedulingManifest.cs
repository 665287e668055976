using System.Text.Json.Nodes;
using MicroK8s.Services.Spec;

namespace MicroK8s.Services.Objects;

/// <summary>On which nodes the pods may run, as the API has it.</summary>
internal static class SchedulingManifest
{
    public static JsonArray Tolerations(IEnumerable<TolerationSpec> tolerations) =>
        ManifestJson.List(tolerations.Select(toleration => new JsonObject()
            .With("key", toleration.Key)
            .With("operator", toleration.Value is null ? "Exists" : "Equal")
            .With("value", toleration.Value)
            .With("effect", toleration.Effect)
            .With("tolerationSeconds", toleration.Seconds)));

    public static JsonObject Affinity(SchedulingSpec spec)
    {
        JsonObject? required = spec.NodeAffinity.Count == 0 ? null : new JsonObject
        {
            ["nodeSelectorTerms"] = new JsonArray(Term(spec.NodeAffinity)),
        };
        JsonObject node = new JsonObject()
            .With("requiredDuringSchedulingIgnoredDuringExecution", required)
            .With(
                "preferredDuringSchedulingIgnoredDuringExecution",
                ManifestJson.List(spec.NodePreferences.Select(preference => new JsonObject
                {
                    ["weight"] = preference.Weight,
                    ["preference"] = Term(preference.Requirements),
                })));
        return new JsonObject().With("nodeAffinity", node);
    }

    public static JsonArray Spread(IEnumerable<SpreadSpec> spreads, JsonObject podSelector) =>
        ManifestJson.List(spreads.Select(spread => new JsonObject
        {
            ["maxSkew"] = spread.MaxSkew,
            ["topologyKey"] = spread.TopologyKey,
            ["whenUnsatisfiable"] = spread.IsRequired ? "DoNotSchedule" : "ScheduleAnyway",
            ["labelSelector"] = new JsonObject { ["matchLabels"] = podSelector.DeepClone() },
        }));

    private static JsonObject Term(IEnumerable<NodeRequirement> requirements) => new()
    {
        ["matchExpressions"] = ManifestJson.List(requirements.Select(requirement => new JsonObject
        {
            ["key"] = requirement.Key,
            ["operator"] = requirement.Operator,
        }.With("values", ManifestJson.Texts(requirement.Values)))),
    };
}
