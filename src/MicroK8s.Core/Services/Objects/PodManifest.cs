using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Services.Spec;

namespace MicroK8s.Services.Objects;

/// <summary>The pods of a new microservice (<c>v1.PodTemplateSpec</c>).</summary>
internal static class PodManifest
{
    public static JsonObject Template(ServiceSpec spec) => new()
    {
        ["metadata"] = new JsonObject { ["labels"] = ObjectMetadata.PodLabels(spec) }
            .With("annotations", ObjectMetadata.Annotations(spec)),
        ["spec"] = Spec(spec),
    };

    /// <summary>What the workload, and all that means its pods only, selects by.</summary>
    public static JsonObject Selector(ServiceSpec spec) => new()
    {
        [ServiceLabels.App] = spec.Name,
        [ServiceLabels.Track] = ServiceLabels.Stable,
    };

    private static JsonObject Spec(ServiceSpec spec)
    {
        var volumes = VolumeNames.Of(
            spec.Mounts.Concat(spec.InitContainers.SelectMany(container => container.Mounts)));
        JsonObject pod = new JsonObject()
            .With("initContainers", ManifestJson.List(
                spec.InitContainers.Select(container => ContainerManifest.Of(container, spec, volumes))))
            .With("containers", new JsonArray(ContainerManifest.Of(spec, volumes)))
            .With("volumes", VolumeManifest.Volumes(volumes))
            .With("serviceAccountName", spec.ServiceAccount)
            .With("imagePullSecrets", ManifestJson.List(
                spec.PullSecrets.Select(name => new JsonObject { ["name"] = name })))
            .With("securityContext", SecurityManifest.OfPod(spec.Security))
            .With("nodeSelector", ManifestJson.Map(spec.Scheduling.NodeSelector))
            .With("affinity", SchedulingManifest.Affinity(spec.Scheduling))
            .With("tolerations", SchedulingManifest.Tolerations(spec.Scheduling.Tolerations))
            .With("topologySpreadConstraints", SchedulingManifest.Spread(spec.Scheduling.Spread, Selector(spec)))
            .With("terminationGracePeriodSeconds", spec.Update.TerminationGraceSeconds);
        return spec.HasNoServiceAccountToken ? pod.With("automountServiceAccountToken", false) : pod;
    }
}
