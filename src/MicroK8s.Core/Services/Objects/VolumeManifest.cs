using System.Text.Json.Nodes;
using MicroK8s.Services.Spec;

namespace MicroK8s.Services.Objects;

/// <summary>Mounts as the API has them (<c>v1.Volume</c> of the pod, <c>v1.VolumeMount</c> of the container).</summary>
internal static class VolumeManifest
{
    public static JsonArray Volumes(IReadOnlyDictionary<string, (string Name, VolumeSpec Volume)> volumes) =>
        ManifestJson.List(volumes.Values.Select(named =>
        {
            var (field, source) = SourceOf(named.Volume);
            return new JsonObject { ["name"] = named.Name, [field] = source };
        }));

    public static JsonObject Mount(
        MountSpec mount, IReadOnlyDictionary<string, (string Name, VolumeSpec Volume)> volumes) => new JsonObject
        {
            ["name"] = volumes[VolumeNames.KeyOf(mount.Volume)].Name,
            ["mountPath"] = mount.Path,
        }.With("subPath", mount.SubPath).WithFlag("readOnly", mount.IsReadOnly);

    public static JsonObject Mount(VolumeClaimSpec claim) =>
        new() { ["name"] = claim.Name, ["mountPath"] = claim.Path };

    public static JsonObject ClaimTemplate(VolumeClaimSpec claim) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = claim.Name },
        ["spec"] = new JsonObject
        {
            ["accessModes"] = ManifestJson.Texts([claim.AccessMode]),
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = claim.Size.Text } },
        }.With("storageClassName", claim.Class),
    };

    private static (string Field, JsonObject Source) SourceOf(VolumeSpec volume) => volume.Kind switch
    {
        VolumeKind.ConfigMap => ("configMap", Data(volume, "name")),
        VolumeKind.Secret => ("secret", Data(volume, "secretName")),
        VolumeKind.Claim => ("persistentVolumeClaim", new JsonObject { ["claimName"] = volume.Name }),
        VolumeKind.HostPath => ("hostPath", new JsonObject { ["path"] = volume.Name }),
        _ => ("emptyDir", new JsonObject()
            .With("medium", volume.IsInMemory ? "Memory" : null).With("sizeLimit", volume.Size?.Text)),
    };

    private static JsonObject Data(VolumeSpec volume, string nameField) =>
        new JsonObject { [nameField] = volume.Name }
            .With("items", ManifestJson.List(volume.Items.Select(
                item => new JsonObject { ["key"] = item.Key, ["path"] = item.Value })))
            .With("defaultMode", volume.Mode)
            .WithFlag("optional", volume.IsOptional);
}
