using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Manifests;

/// <summary>What is to be done for one manifest.</summary>
/// <param name="Manifest">The manifest as given.</param>
/// <param name="Target">The object.</param>
/// <param name="Content">What is sent.</param>
/// <param name="Live">The object as it is. Null if it is not there.</param>
public sealed record PublishStep(Manifest Manifest, ResourceRef Target, JsonObject Content, KubeObject? Live)
{
    /// <summary>What the server would store. Null if it could not try; then <see cref="Unchecked"/> says why.</summary>
    public KubeObject? Stored { get; init; }

    /// <summary>Why the server could not try it. Null if it did.</summary>
    public string? Unchecked { get; init; }

    /// <summary>Whether the server learns the kind from a definition of the same set.</summary>
    public bool IsKindNew { get; init; }

    /// <summary>Whether fields of other managers are taken over.</summary>
    public bool Force { get; init; }

    /// <summary>What has to move to this module's ownership first. Null if nothing has.</summary>
    public FieldTakeover? Takeover { get; init; }

    /// <summary>The fields that change in an object that is there.</summary>
    public IReadOnlyList<JsonDifference> Changes { get; init; } = [];

    /// <summary>The pods that would stand in the way of the new ones for ever, to be deleted after the write.</summary>
    public IReadOnlyList<KubeObject> StuckPods { get; init; } = [];

    /// <summary>Whether there is nothing to write at all, not even who owns which field.</summary>
    public bool IsNothing { get; init; }
}
