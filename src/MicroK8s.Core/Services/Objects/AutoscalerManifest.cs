using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Services.Spec;
using MicroK8s.Workloads;

namespace MicroK8s.Services.Objects;

/// <summary>The HorizontalPodAutoscaler of a new microservice, in any version that a server may have.</summary>
internal static class AutoscalerManifest
{
    public static JsonObject Of(ServiceSpec spec, AutoscaleSpec autoscale, ResourceType type)
    {
        ResourceType workload = spec.Kind.Type();
        JsonObject json = new()
        {
            ["scaleTargetRef"] = new JsonObject
            {
                ["apiVersion"] = workload.ApiVersion,
                ["kind"] = workload.Kind,
                ["name"] = spec.Name,
            },
            ["minReplicas"] = autoscale.Min,
            ["maxReplicas"] = autoscale.Max,
        };
        if (type.Version == "v1") json.With("targetCPUUtilizationPercentage", autoscale.Cpu);
        else json.With("metrics", Metrics(autoscale));
        JsonObject autoscaler = ObjectMetadata.New(type, spec);
        autoscaler["spec"] = json;
        return autoscaler;
    }

    /// <summary>A share of a requested resource to aim at, in percent.</summary>
    public static JsonObject Metric(string resource, int percent) => new JsonObject
    {
        ["type"] = "Resource",
        ["resource"] = new JsonObject
        {
            ["name"] = resource,
            ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = percent },
        },
    };

    private static JsonArray Metrics(AutoscaleSpec autoscale)
    {
        var metrics = new JsonArray();
        if (autoscale.Cpu is { } cpu) metrics.Add(Metric("cpu", cpu));
        if (autoscale.Memory is { } memory) metrics.Add(Metric("memory", memory));
        return metrics;
    }
}
