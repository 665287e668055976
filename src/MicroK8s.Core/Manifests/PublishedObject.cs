using MicroK8s.Errors;

namespace MicroK8s.Manifests;

/// <summary>What became of one manifest.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The name.</param>
/// <param name="Namespace">The namespace. Null for a cluster-wide object.</param>
/// <param name="Action">What was done.</param>
/// <param name="ApiVersion"><c>v1</c> or <c>group/version</c>, as applied.</param>
/// <param name="ResourceVersion">The version that the server stored. Null if the object was removed.</param>
/// <param name="Changes">How many fields changed; 0 for a new or a removed object.</param>
/// <param name="Context">The context it was written to.</param>
/// <param name="KubeConfig">The kubeconfig that was named. Null if none was.</param>
public sealed record PublishedObject(
    string Kind, string Name, string? Namespace, PublishAction Action, string ApiVersion, string? ResourceVersion,
    int Changes, string Context, [property: RawText] string? KubeConfig)
{
    /// <inheritdoc/>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
