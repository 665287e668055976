using System.Text.Json.Nodes;
using MicroK8s.Services.Spec;

namespace MicroK8s.Services.Objects;

/// <summary>Environment variables as the API has them (<c>v1.EnvVar</c>, <c>v1.EnvFromSource</c>).</summary>
internal static class EnvironmentManifest
{
    public static JsonArray Of(IEnumerable<EnvironmentVariable> variables) =>
        ManifestJson.List(variables.Select(Of));

    public static JsonObject Of(EnvironmentVariable variable) => variable.Source is { } source
        ? new JsonObject { ["name"] = variable.Name, ["valueFrom"] = ValueFrom(source) }
        : new JsonObject { ["name"] = variable.Name, ["value"] = variable.Value };

    public static JsonArray Of(IEnumerable<EnvironmentSource> sources) => ManifestJson.List(sources.Select(source =>
        new JsonObject()
            .With("prefix", source.Prefix.Length > 0 ? source.Prefix : null)
            .With(
                source.IsSecret ? "secretRef" : "configMapRef",
                new JsonObject { ["name"] = source.Name }.WithFlag("optional", source.IsOptional))));

    private static JsonObject ValueFrom(ValueSource source) => source.Kind switch
    {
        ValueSourceKind.Field => new JsonObject { ["fieldRef"] = new JsonObject { ["fieldPath"] = source.Name } },
        ValueSourceKind.Resource =>
            new JsonObject { ["resourceFieldRef"] = new JsonObject { ["resource"] = source.Name } },
        _ => new JsonObject
        {
            [source.Kind == ValueSourceKind.Secret ? "secretKeyRef" : "configMapKeyRef"] =
                new JsonObject { ["name"] = source.Name, ["key"] = source.Key }.WithFlag("optional", source.IsOptional),
        },
    };
}
