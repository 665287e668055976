using System.Text.RegularExpressions;

namespace MicroK8s.Services.Spec;

/// <summary>By which names a pod knows the volumes that are mounted.</summary>
internal static partial class VolumeNames
{
    private const int LongestName = 63;

    /// <summary>Names for all volumes of a pod, the same for those that are the same.</summary>
    public static IReadOnlyDictionary<string, (string Name, VolumeSpec Volume)> Of(IEnumerable<MountSpec> mounts)
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

    /// <summary>What makes two volumes the same. Empty folders are, if they have the same name.</summary>
    public static string KeyOf(VolumeSpec volume) => string.Join('\n',
    [
        $"{volume.Kind}", volume.Name, $"{volume.IsOptional}", $"{volume.Mode}", $"{volume.IsInMemory}",
        volume.Size?.Text ?? "", .. volume.Items.SelectMany(item => new[] { item.Key, item.Value }),
    ]);

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
