using System.Text.Json.Nodes;
using MicroK8s.Services.Spec;

namespace MicroK8s.Services.Objects;

/// <summary>The containers of a new microservice (<c>v1.Container</c>).</summary>
internal static class ContainerManifest
{
    public static JsonObject Of(
        ServiceSpec spec, IReadOnlyDictionary<string, (string Name, VolumeSpec Volume)> volumes) =>
        new JsonObject { ["name"] = spec.Name, ["image"] = spec.Image.Text }
            .With("imagePullPolicy", spec.PullPolicy)
            .With("command", ManifestJson.Texts(spec.Command))
            .With("args", ManifestJson.Texts(spec.Arguments))
            .With("ports", PortManifest.OfContainer(spec.Ports))
            .With("envFrom", EnvironmentManifest.Of(spec.EnvironmentSources))
            .With("env", EnvironmentManifest.Of(spec.Environment))
            .With("resources", ResourcesManifest.Of(spec.Requests, spec.Limits))
            .With("volumeMounts", ManifestJson.List([
                .. spec.Mounts.Select(mount => VolumeManifest.Mount(mount, volumes)),
                .. spec.VolumeClaims.Select(VolumeManifest.Mount)]))
            .With("livenessProbe", ProbeManifest.Of(spec.LivenessProbe))
            .With("readinessProbe", ProbeManifest.Of(spec.ReadinessProbe))
            .With("startupProbe", ProbeManifest.Of(spec.StartupProbe))
            .With("securityContext", SecurityManifest.OfContainer(spec.Security));

    public static JsonObject Of(
        InitContainerSpec container, ServiceSpec spec,
        IReadOnlyDictionary<string, (string Name, VolumeSpec Volume)> volumes) =>
        new JsonObject { ["name"] = container.Name, ["image"] = container.Image.Text }
            .With("imagePullPolicy", spec.PullPolicy)
            .With("command", ManifestJson.Texts(container.Command))
            .With("args", ManifestJson.Texts(container.Arguments))
            .With("envFrom", EnvironmentManifest.Of(container.EnvironmentSources))
            .With("env", EnvironmentManifest.Of(container.Environment))
            .With("resources", ResourcesManifest.Of(container.Requests, container.Limits))
            .With("volumeMounts", ManifestJson.List(
                container.Mounts.Select(mount => VolumeManifest.Mount(mount, volumes))))
            .With("securityContext", SecurityManifest.OfContainer(spec.Security));
}
