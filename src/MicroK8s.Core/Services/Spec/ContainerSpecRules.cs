using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>What fits together in a container.</summary>
internal static class ContainerSpecRules
{
    public static void Check(ServiceSpec spec)
    {
        CheckTwice("Environment", "EnvironmentFrom", spec.Environment.Select(variable => variable.Name));
        CheckTwice("Mount", "VolumeClaim", [
            .. spec.Mounts.Select(mount => mount.Path), .. spec.VolumeClaims.Select(claim => claim.Path)]);
        CheckTwice("VolumeClaim", "VolumeClaim", spec.VolumeClaims.Select(claim => claim.Name));
        foreach (InitContainerSpec container in spec.InitContainers)
        {
            if (container.Name == spec.Name)
            {
                throw InvalidInput.Of("InitContainer", container.Name, "is the name of the service's own container");
            }

            CheckTwice("InitContainer", "InitContainer", container.Environment.Select(variable => variable.Name));
            CheckTwice("InitContainer", "InitContainer", container.Mounts.Select(mount => mount.Path));
        }

        CheckVolumeNames(spec);
    }

    /// <summary>A claim's name must not be one that a mount's volume gets.</summary>
    private static void CheckVolumeNames(ServiceSpec spec)
    {
        var volumes = VolumeNames.Of(
            spec.Mounts.Concat(spec.InitContainers.SelectMany(container => container.Mounts)));
        VolumeClaimSpec? taken =
            spec.VolumeClaims.FirstOrDefault(claim => volumes.Values.Any(volume => volume.Name == claim.Name));
        if (taken is not null)
        {
            throw InvalidInput.Of("VolumeClaim", taken.Name,
                "is the name of a volume that -Mount makes; choose another");
        }
    }

    private static void CheckTwice(string parameter, string other, IEnumerable<string> names)
    {
        string? twice = names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is null) return;
        throw InvalidInput.Of(
            parameter, twice, parameter == other ? "is given twice" : $"is given twice, by -{parameter} or -{other}");
    }
}
