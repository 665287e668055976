using MicroK8s.Services.Spec;
using MicroK8s.Updates;

namespace MicroK8s.Services;

/// <summary>What makes a microservice: shown first, then done exactly so.</summary>
/// <param name="Spec">What is wanted.</param>
/// <param name="Workload">The workload to make.</param>
/// <param name="Others">
/// Everything else to make, in the order of making; the Service is the first, if there is one.
/// </param>
/// <param name="Description">The plan for people, field by field, in several lines.</param>
public sealed record ServicePlan(
    ServiceSpec Spec, ObjectCreation Workload, IReadOnlyList<ObjectCreation> Others, string Description)
{
    /// <summary>What is allowed, but hardly meant: sentences for people, to be shown before anything is made.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Everything, in the order of making.</summary>
    public IEnumerable<ObjectCreation> Objects => Others.Prepend(Workload);
}
