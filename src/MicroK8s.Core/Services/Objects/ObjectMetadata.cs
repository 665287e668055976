using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Services.Spec;

namespace MicroK8s.Services.Objects;

/// <summary>Names, labels and annotations of everything that a new microservice consists of.</summary>
internal static class ObjectMetadata
{
    /// <summary>An object of a kind, without its spec.</summary>
    public static JsonObject New(ResourceType type, ServiceSpec spec, string? name = null) => new()
    {
        ["apiVersion"] = type.ApiVersion,
        ["kind"] = type.Kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = name ?? spec.Name,
            ["namespace"] = spec.Namespace,
            ["labels"] = Labels(spec),
        }.With("annotations", Annotations(spec)),
    };

    public static JsonObject OfWorkload(ServiceSpec spec, PipelineRun? run) => new()
    {
        ["name"] = spec.Name,
        ["namespace"] = spec.Namespace,
        ["labels"] = PodLabels(spec),
        ["annotations"] = WorkloadAnnotations(spec, run),
    };

    public static JsonObject PodLabels(ServiceSpec spec)
    {
        string version = NameRules.ToLabelValue(spec.Image.Version);
        JsonObject labels = Labels(spec);
        labels[ServiceLabels.Track] = ServiceLabels.Stable;
        labels[ServiceLabels.Version] = version;
        labels[ServiceLabels.RecommendedVersion] = version;
        return labels;
    }

    /// <summary>The annotations of all objects; a change cause means the workload only.</summary>
    public static JsonObject Annotations(ServiceSpec spec) =>
        ManifestJson.Map(spec.Annotations.Where(pair => pair.Key != ServiceLabels.ChangeCause));

    private static JsonObject WorkloadAnnotations(ServiceSpec spec, PipelineRun? run)
    {
        var annotations = new JsonObject
        {
            [ServiceLabels.ChangeCause] = CauseText.Of(spec.Image, run),
        };
        IEnumerable<KeyValuePair<string, string>> ofRun = run?.Annotations ?? ImmutableDictionary<string, string>.Empty;
        foreach ((string key, string value) in ofRun.Concat(spec.Annotations)) annotations[key] = value;
        return annotations;
    }

    private static JsonObject Labels(ServiceSpec spec)
    {
        var labels = new JsonObject
        {
            [ServiceLabels.App] = spec.Name,
            [ServiceLabels.RecommendedName] = spec.Name,
            [ServiceLabels.ManagedBy] = ServiceLabels.Module,
        };
        foreach ((string key, string value) in spec.Labels) labels[key] = value;
        return labels;
    }
}
