using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services.Objects;
using MicroK8s.Services.Spec;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Changes;

/// <summary>
/// Plans changes of the HorizontalPodAutoscaler that controls a workload, whoever made it and whatever its name.
/// Metrics that the module does not write, and the behaviour, stay as they are.
/// </summary>
internal static class AutoscalerEdit
{
    /// <summary>The autoscaler of a workload. Null if there is none.</summary>
    /// <exception cref="ClusterException">InvalidSpec: several look after it. AccessDenied.</exception>
    public static async Task<KubeObject?> FindAsync(
        IResources resources, KubeObject workload, ResourceType type, CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject> all = await resources
            .ReadAllAsync(new ResourceQuery(type, workload.Namespace), cancellationToken).ConfigureAwait(false);
        KubeObject[] found = [.. all.Where(item => WorkloadAutoscaler.Controls(item, workload))];
        return found.Length <= 1 ? found.FirstOrDefault() : throw new ClusterException(
            ClusterFault.InvalidSpec,
            $"Several autoscalers look after {workload}: {string.Join(", ", found.Select(item => item.Name))}.",
            workload.Name, "Remove all but one: they work against each other.");
    }

    /// <summary>Plans it. Null if all is as wanted already.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="spec">Name, namespace and kind of the service.</param>
    /// <param name="change">The wish. Null to remove the autoscaler.</param>
    /// <param name="type">The newest version that the server has.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">InvalidSpec, OwnedByController, AlreadyExists, AccessDenied.</exception>
    public static async Task<WritePreview?> PlanAsync(
        IResources resources, KubeObject workload, ServiceSpec spec, AutoscaleChange? change, ResourceType type,
        CancellationToken cancellationToken)
    {
        KubeObject? there = await FindAsync(resources, workload, type, cancellationToken).ConfigureAwait(false);
        if (change is null)
        {
            return there is null
                ? null
                : await RelatedObjectPlanner.RemoveAsync(resources, type, there, cancellationToken)
                    .ConfigureAwait(false);
        }

        if (type.Version == "v1" && change.Names("Memory"))
        {
            throw InvalidInput.Of(
                "Autoscale", "Memory", "needs autoscaling/v2 or v2beta2; this server has autoscaling/v1 only");
        }

        return there is null
            ? await new ObjectCreation(type, AutoscalerManifest.Of(spec, change.Over(null), type))
                .PreviewAsync(resources, cancellationToken).ConfigureAwait(false)
            : await RelatedObjectPlanner.ChangeAsync(
                resources, type, there, read => Apply(read, change), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A changed copy of an autoscaler.</summary>
    /// <exception cref="ClusterException">InvalidSpec: the bounds contradict, or nothing would be followed.</exception>
    internal static JsonObject Apply(KubeObject read, AutoscaleChange change)
    {
        AutoscaleSpec wanted = change.Over(Read(read));
        JsonObject json = read.ToNode();
        JsonObject spec = json.Open("spec");
        if (change.Names("Min")) spec.Put("minReplicas", wanted.Min);
        if (change.Names("Max")) spec.Put("maxReplicas", wanted.Max);
        if (IsOld(read))
        {
            if (change.Names("Cpu")) spec.Put("targetCPUUtilizationPercentage", wanted.Cpu);
            return json;
        }

        JsonArray metrics = spec["metrics"] as JsonArray ?? [];
        if (change.Names("Cpu")) Put(metrics, "cpu", change.Removes("Cpu") ? null : wanted.Cpu);
        if (change.Names("Memory")) Put(metrics, "memory", change.Removes("Memory") ? null : wanted.Memory);
        if (metrics.Count == 0)
        {
            throw InvalidInput.Of(
                "Autoscale", "$null", $"leaves {read} nothing to follow",
                "Name Cpu or Memory, or remove the autoscaler: -Autoscale $null.");
        }

        if (metrics.Parent is null) spec["metrics"] = metrics;
        return json;
    }

    /// <summary>What an autoscaler does now, as far as the module writes it.</summary>
    internal static AutoscaleSpec Read(KubeObject autoscaler) => new(
        autoscaler.Json.Number("spec", "minReplicas") ?? 1, autoscaler.Json.Count("spec", "maxReplicas"),
        autoscaler.Json.Number("spec", "targetCPUUtilizationPercentage") ?? Percent(autoscaler, "cpu"),
        Percent(autoscaler, "memory"));

    private static int? Percent(KubeObject autoscaler, string resource) => autoscaler.Json.Items("spec", "metrics")
        .Where(metric => metric.Text("type") == "Resource" && metric.Text("resource", "name") == resource)
        .Select(metric => metric.Number("resource", "target", "averageUtilization")).FirstOrDefault();

    private static bool IsOld(KubeObject autoscaler) => autoscaler.ApiVersion == "autoscaling/v1";

    private static void Put(JsonArray metrics, string resource, int? percent)
    {
        JsonNode? there = metrics.FirstOrDefault(metric =>
            metric.Text("type") == "Resource" && metric.Text("resource", "name") == resource);
        if (percent is null)
        {
            if (there is not null) metrics.Remove(there);
            return;
        }

        JsonObject wanted = AutoscalerManifest.Metric(resource, percent.Value);
        if (there is null) metrics.Add((JsonNode)wanted);
        else if (!JsonNode.DeepEquals(there, wanted)) metrics[metrics.IndexOf(there)] = wanted;
    }
}
