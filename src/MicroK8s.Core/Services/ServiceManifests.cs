using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Services;

/// <summary>Turns a checked wish into the objects that fulfil it.</summary>
public static class ServiceManifests
{
    /// <summary>The Deployment.</summary>
    /// <param name="spec">What is wanted, checked.</param>
    /// <param name="run">The pipeline run that asks for it. Null outside a pipeline.</param>
    public static JsonObject Deployment(ServiceSpec spec, PipelineRun? run)
    {
        JsonObject metadata = Metadata(spec, PodLabels(spec));
        metadata["annotations"] = DeploymentAnnotations(spec, run);
        return new JsonObject
        {
            ["apiVersion"] = ResourceTypes.Deployment.ApiVersion,
            ["kind"] = ResourceTypes.Deployment.Kind,
            ["metadata"] = metadata,
            ["spec"] = new JsonObject
            {
                ["replicas"] = spec.Replicas,
                ["selector"] = new JsonObject
                {
                    ["matchLabels"] = new JsonObject
                    {
                        [ServiceLabels.App] = spec.Name,
                        [ServiceLabels.Track] = ServiceLabels.Stable,
                    },
                },
                ["template"] = PodTemplate(spec),
            },
        };
    }

    /// <summary>The Service. Null if there are no ports.</summary>
    /// <param name="spec">What is wanted, checked.</param>
    public static JsonObject? Service(ServiceSpec spec)
    {
        if (spec.Ports.Count == 0) return null;
        JsonObject metadata = Metadata(spec, Labels(spec));
        if (Annotations(spec) is { Count: > 0 } annotations) metadata["annotations"] = annotations;
        return new JsonObject
        {
            ["apiVersion"] = ResourceTypes.Service.ApiVersion,
            ["kind"] = ResourceTypes.Service.Kind,
            ["metadata"] = metadata,
            ["spec"] = new JsonObject
            {
                // Without the track: the Service carries stable and canary pods alike.
                ["selector"] = new JsonObject { [ServiceLabels.App] = spec.Name },
                ["ports"] = new JsonArray([.. spec.Ports.Select(ServicePort)]),
            },
        };
    }

    /// <summary>What the rollout history shows for an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="run">The pipeline run that asks for it. Null outside a pipeline.</param>
    public static string ChangeCause(ImageReference image, PipelineRun? run) =>
        run is null ? $"image {image.Text}" : $"image {image.Text}, {run}";

    private static JsonObject PodTemplate(ServiceSpec spec)
    {
        var metadata = new JsonObject { ["labels"] = PodLabels(spec) };
        if (Annotations(spec) is { Count: > 0 } annotations) metadata["annotations"] = annotations;
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(ContainerManifest.Of(spec)) },
        };
    }

    private static JsonObject PodLabels(ServiceSpec spec)
    {
        string version = NameRules.ToLabelValue(spec.Image.Version);
        JsonObject labels = Labels(spec);
        labels[ServiceLabels.Track] = ServiceLabels.Stable;
        labels[ServiceLabels.Version] = version;
        labels[ServiceLabels.RecommendedVersion] = version;
        return labels;
    }

    private static JsonObject DeploymentAnnotations(ServiceSpec spec, PipelineRun? run)
    {
        var annotations = new JsonObject { [ServiceLabels.ChangeCause] = ChangeCause(spec.Image, run) };
        IEnumerable<KeyValuePair<string, string>> ofRun = run?.Annotations ?? ImmutableDictionary<string, string>.Empty;
        foreach ((string key, string value) in ofRun.Concat(spec.Annotations)) annotations[key] = value;
        return annotations;
    }

    private static JsonObject Metadata(ServiceSpec spec, JsonObject labels) =>
        new() { ["name"] = spec.Name, ["namespace"] = spec.Namespace, ["labels"] = labels };

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

    /// <summary>The annotations of all objects; a change cause means the Deployment only.</summary>
    private static JsonObject Annotations(ServiceSpec spec) => new(
        spec.Annotations.Where(pair => pair.Key != ServiceLabels.ChangeCause)
            .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static JsonNode ServicePort(PortSpec port) => new JsonObject
    {
        ["name"] = port.Name,
        ["port"] = port.Port,
        ["targetPort"] = port.Target,
        ["protocol"] = port.Protocol,
    };
}
