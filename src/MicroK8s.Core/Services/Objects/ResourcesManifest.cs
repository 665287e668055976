using System.Text.Json.Nodes;
using MicroK8s.Conventions;

namespace MicroK8s.Services.Objects;

/// <summary>Requests and limits as the API has them (<c>v1.ResourceRequirements</c>).</summary>
internal static class ResourcesManifest
{
    public static JsonObject Of(
        IReadOnlyDictionary<string, Quantity> requests, IReadOnlyDictionary<string, Quantity> limits) =>
        new JsonObject().With("requests", Amounts(requests)).With("limits", Amounts(limits));

    public static JsonObject Amounts(IReadOnlyDictionary<string, Quantity> amounts) =>
        ManifestJson.Map(amounts.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Text)));
}
