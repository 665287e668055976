using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Services.Spec;

namespace MicroK8s.Services.Objects;

/// <summary>The PodDisruptionBudget of a new microservice.</summary>
internal static class DisruptionBudgetManifest
{
    public static JsonObject Of(ServiceSpec spec, DisruptionBudgetSpec budget, ResourceType type)
    {
        JsonObject json = ObjectMetadata.New(type, spec);
        json["spec"] = new JsonObject()
            .With("minAvailable", ManifestJson.NumberOrText(budget.MinAvailable))
            .With("maxUnavailable", ManifestJson.NumberOrText(budget.MaxUnavailable))
            .With("selector", new JsonObject { ["matchLabels"] = PodManifest.Selector(spec) });
        return json;
    }
}
