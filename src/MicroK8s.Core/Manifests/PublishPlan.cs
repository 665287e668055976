using MicroK8s.Errors;
using MicroK8s.Updates;

namespace MicroK8s.Manifests;

/// <summary>What publishing a set would do.</summary>
/// <param name="Steps">What is applied, in order.</param>
/// <param name="Prunes">What is removed afterwards, in order.</param>
/// <param name="Faults">What is wrong with the set; if anything is, nothing may be written.</param>
/// <param name="Notes">What could not be looked at, and what stays because of others, for people.</param>
public sealed record PublishPlan(
    IReadOnlyList<PublishStep> Steps, IReadOnlyList<ObjectDeletion> Prunes, IReadOnlyList<ClusterException> Faults,
    IReadOnlyList<string> Notes);
