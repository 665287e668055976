using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Services.Spec;
using MicroK8s.Workloads;

namespace MicroK8s.Services.Objects;

/// <summary>The workload of a new microservice.</summary>
internal static class WorkloadManifest
{
    public static JsonObject Of(ServiceSpec spec, PipelineRun? run)
    {
        ResourceType type = spec.Kind.Type();
        return new JsonObject
        {
            ["apiVersion"] = type.ApiVersion,
            ["kind"] = type.Kind,
            ["metadata"] = ObjectMetadata.OfWorkload(spec, run),
            ["spec"] = Spec(spec),
        };
    }

    private static JsonObject Spec(ServiceSpec spec)
    {
        JsonObject json = new JsonObject()
            .With("replicas", spec.Kind == WorkloadKind.DaemonSet ? null : StartingReplicas(spec))
            .With("selector", new JsonObject { ["matchLabels"] = PodManifest.Selector(spec) })
            .With("minReadySeconds", spec.Update.MinReadySeconds)
            .With("revisionHistoryLimit", spec.Update.RevisionHistoryLimit)
            .With("progressDeadlineSeconds", spec.Update.ProgressDeadlineSeconds)
            .With(spec.Kind == WorkloadKind.Deployment ? "strategy" : "updateStrategy", Strategy(spec));
        if (spec.Kind == WorkloadKind.StatefulSet)
        {
            json.With("serviceName", ServiceManifests.GoverningName(spec))
                .With("podManagementPolicy", spec.Update.PodManagementPolicy)
                .With("volumeClaimTemplates",
                    ManifestJson.List(spec.VolumeClaims.Select(VolumeManifest.ClaimTemplate)));
        }

        return json.With("template", PodManifest.Template(spec));
    }

    /// <summary>With an autoscaler its least number, which it never goes below, so that the two do not fight.</summary>
    private static int StartingReplicas(ServiceSpec spec) => spec.Replicas ?? spec.Autoscale?.Min ?? 1;

    private static JsonObject Strategy(ServiceSpec spec)
    {
        UpdateSpec update = spec.Update;

        // The server fills the partition in only where the type is left out too; see StatefulSetRules.RemakesAsBefore.
        bool isWhole = spec.Kind == WorkloadKind.StatefulSet && update.Strategy == UpdateSpec.RollingUpdate;
        JsonObject rolling = new JsonObject()
            .With("maxSurge", ManifestJson.NumberOrText(update.MaxSurge))
            .With("maxUnavailable", ManifestJson.NumberOrText(update.MaxUnavailable))
            .With("partition", update.Partition ?? (isWhole ? 0 : null));
        string? type = update.Strategy ?? (rolling.Count > 0 ? UpdateSpec.RollingUpdate : null);
        return new JsonObject().With("type", type).With("rollingUpdate", rolling);
    }
}
