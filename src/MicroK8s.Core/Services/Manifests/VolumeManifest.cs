using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MicroK8s.Services;

/// <summary>Mounts as the API has them (<c>v1.Volume</c> of the pod, <c>v1.VolumeMount</c> of the container).</summary>
internal static partial class VolumeManifest
{
    private const int LongestName = 63;

    /// <summary>Names for all volumes of a pod, the same for those that are the same.</summary>
    public static IReadOnlyDictionary<string, (string Name, VolumeSpec Volume)> Name(IEnumerable<MountSpec> mounts)
    {
        var volumes = new Dictionary<string, (string Name, VolumeSpec Volume)>(StringComparer.Ordinal);
        foreach (MountSpec mount in mounts)
        {
            string key = KeyOf(mount.Volume);
            if (volumes.ContainsKey(key)) continue;
            string name = NameOf(mount.Volume);
            string free = name;
            for (int number = 2; volumes.Values.Any(other => other.Name == free); number++) free = $"{name}-{number}";
            volumes[key] = (free, mount.Volume);
        }

        return volumes;
    }

    public static JsonArray Volumes(IReadOnlyDictionary<string, (string Name, VolumeSpec Volume)> volumes) =>
        ManifestJson.List(volumes.Values.Select(named =>
        {
            var (field, source) = SourceOf(named.Volume);
            return new JsonObject { ["name"] = named.Name, [field] = source };
        }));

    public static JsonObject Mount(
        MountSpec mount, IReadOnlyDictionary<string, (string Name, VolumeSpec Volume)> volumes) => new JsonObject
        {
            ["name"] = volumes[KeyOf(mount.Volume)].Name,
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

    /// <summary>What makes two volumes the same. Empty folders are, if they have the same name.</summary>
    private static string KeyOf(VolumeSpec volume)
    {
        var (field, source) = SourceOf(volume);
        return $"{field} {source.ToJsonString()} {(volume.Kind == VolumeKind.EmptyDir ? volume.Name : "")}";
    }

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

    private static string NameOf(VolumeSpec volume)
    {
        string kind = volume.Kind switch
        {
            VolumeKind.ConfigMap => "config",
            VolumeKind.Secret => "secret",
            VolumeKind.Claim => "claim",
            VolumeKind.HostPath => "host",
            _ => "empty",
        };
        string name = $"{kind}-{NotOfLabels().Replace(volume.Name.ToLowerInvariant(), "-").Trim('-')}";

        // Room for the number that tells two volumes of the same name apart.
        return (name.Length > LongestName - 3 ? name[..(LongestName - 3)] : name).TrimEnd('-');
    }

    [GeneratedRegex("[^a-z0-9-]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotOfLabels();
}
