using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Access;

/// <summary>Objects that may not be read: what depends on them is not known.</summary>
/// <param name="Type">Their kind.</param>
/// <param name="Namespace">Their namespace. Null for all namespaces, or a cluster-wide kind.</param>
/// <param name="Denial">The server's refusal, AccessDenied.</param>
public sealed record AccessGap(ResourceType Type, string? Namespace, ClusterException Denial)
{
    /// <summary>What is missing, such as <c>NetworkPolicies of namespace shop (no right to list them)</c>.</summary>
    public override string ToString() =>
        $"{Type.Plural}{(Namespace is null ? "" : $" of namespace {Namespace}")} (no right to list them)";
}
