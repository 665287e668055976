using MicroK8s.Errors;
using MicroK8s.Updates;

namespace MicroK8s.Traffic;

/// <summary>Decides what a new canary needs. Pure.</summary>
internal static class CanaryPlanner
{
    /// <summary>The plan.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="state">What was read.</param>
    /// <exception cref="ClusterException">
    /// AlreadyExists, InvalidSpec, RouteNotFound, AmbiguousRoute, ThirdDestination, OwnedByController.
    /// </exception>
    public static CanaryPlan Plan(CanaryRequest request, CanarySnapshot state)
    {
        CanaryRules.Check(request, state);
        ObjectChange deployment = CanaryDeployment.Make(request, state.Stable);
        CanarySubsets subsets = CanarySubsets.Plan(request, state);
        return new CanaryPlan(request, deployment, subsets, CanaryRoute.Plan(request, state, subsets));
    }
}
