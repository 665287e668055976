using MicroK8s.Conventions;

namespace MicroK8s.Services.Spec;

/// <summary>A container that runs to its end before the service starts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image">What runs.</param>
public sealed record InitContainerSpec(string Name, ImageReference Image)
{
    /// <summary>What runs instead of the image's entry point. Empty for the image's own.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The arguments instead of the image's. Empty for the image's own.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Environment variables, in order.</summary>
    public IReadOnlyList<EnvironmentVariable> Environment { get; init; } = [];

    /// <summary>ConfigMaps and Secrets whose every key is an environment variable.</summary>
    public IReadOnlyList<EnvironmentSource> EnvironmentSources { get; init; } = [];

    /// <summary>What the container sees in its file system.</summary>
    public IReadOnlyList<MountSpec> Mounts { get; init; } = [];

    /// <summary>What is reserved, by resource name.</summary>
    public IReadOnlyDictionary<string, Quantity> Requests { get; init; } = new Dictionary<string, Quantity>();

    /// <summary>What may be used at most, by resource name.</summary>
    public IReadOnlyDictionary<string, Quantity> Limits { get; init; } = new Dictionary<string, Quantity>();

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name} ({Image.Text}) {string.Join(' ', Command.Concat(Arguments))}".TrimEnd();
}
