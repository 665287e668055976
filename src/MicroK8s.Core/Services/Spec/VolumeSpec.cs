using MicroK8s.Conventions;

namespace MicroK8s.Services.Spec;

/// <summary>What a mount shows; several mounts may show the same.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">
/// The name of the ConfigMap, Secret or claim; the node's path; a name of free choice for an empty folder.
/// </param>
public sealed record VolumeSpec(VolumeKind Kind, string Name)
{
    /// <summary>Keys, and the files that they become. Empty for all keys under their own names.</summary>
    public IReadOnlyDictionary<string, string> Items { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the pod starts without the ConfigMap or Secret.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The permissions of files, such as 0440 in octal. Null for the server's default.</summary>
    public int? Mode { get; init; }

    /// <summary>Whether an empty folder is in memory.</summary>
    public bool IsInMemory { get; init; }

    /// <summary>How large an empty folder may become. Null for no bound.</summary>
    public Quantity? Size { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        VolumeKind.EmptyDir => $"empty folder{(IsInMemory ? " in memory" : "")}"
            + $"{(Size is null ? "" : $" of {Size.Text}")}",
        VolumeKind.HostPath => $"node's {Name}",
        _ => $"{Kind} {Name}",
    };
}
