namespace MicroK8s.Services.Spec;

/// <summary>One place in a container's file system.</summary>
/// <param name="Volume">What is there.</param>
/// <param name="Path">Where it is, with a leading slash.</param>
/// <param name="SubPath">The one file or folder of the volume that is there. Null for the whole.</param>
/// <param name="IsReadOnly">Whether the container cannot write there.</param>
public sealed record MountSpec(VolumeSpec Volume, string Path, string? SubPath = null, bool IsReadOnly = false)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Path} from {Volume}{(SubPath is null ? "" : $"/{SubPath}")}{(IsReadOnly ? ", read-only" : "")}";
}
