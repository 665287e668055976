using MicroK8s.Errors;
using MicroK8s.Workloads;

namespace MicroK8s.Revisions;

/// <summary>One field of the pod template that differs between two revisions of a workload.</summary>
/// <param name="Name">The workload.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="FromRevision">The number of the one revision.</param>
/// <param name="ToRevision">The number of the other. Null for a template that has no number yet.</param>
/// <param name="Path">The field as people name it: <c>template.spec.containers[web].image</c>.</param>
/// <param name="From">The value in the one, as it is there. Null if it has none.</param>
/// <param name="To">The value in the other, as it is there. Null if it has none.</param>
/// <param name="Context">The context it was read from.</param>
/// <param name="KubeConfig">The kubeconfig that was named. Null if none was.</param>
public sealed record RevisionDifference(
    string Name,
    string Namespace,
    WorkloadKind Kind,
    long FromRevision,
    long? ToRevision,
    string Path,
    [property: RawText] string? From,
    [property: RawText] string? To,
    string Context,
    [property: RawText] string? KubeConfig)
{
    /// <summary>What is compared: <c>Deployment shop/web, revision 3 → 5</c>.</summary>
    public string Comparison => $"{Kind} {Namespace}/{Name}, revision {FromRevision} → "
        + (ToRevision is { } number ? $"{number}" : "now");

    /// <summary><see cref="From"/> on one line and harmless, for a host.</summary>
    public string? FromText => From is null ? null : UntrustedText.Quote(From);

    /// <summary><see cref="To"/> on one line and harmless, for a host.</summary>
    public string? ToText => To is null ? null : UntrustedText.Quote(To);

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {FromText ?? "(none)"} → {ToText ?? "(none)"}";
}
