using MicroK8s.Errors;
using MicroK8s.Routing;
using MicroK8s.Traffic.Providers;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic;

/// <summary>Decides what a new canary needs. Pure.</summary>
internal static class CanaryPlanner
{
    /// <summary>The plan.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="state">What was read.</param>
    /// <exception cref="ClusterException">
    /// AlreadyExists, InvalidSpec, RouteNotFound, RouteUnreachable, AmbiguousRoute, ThirdDestination,
    /// OwnedByController.
    /// </exception>
    public static CanaryPlan Plan(CanaryRequest request, CanarySnapshot state)
    {
        CanaryRules.Check(request, state);
        ObjectChange deployment = CanaryDeployment.Make(request, state.Stable);
        var pods = new CanaryPods(
            state.Traffic.Service, WorkloadPods.LabelsOf(state.Stable), CanaryDeployment.Labels(request, state.Stable));
        CanaryBackends backends = TrafficProviders.Default.DefineBackends(pods, state.Read);
        if (backends.Change?.Write is ObjectPatch { Read: var read, Target: var target } && !request.IgnoreOwner)
        {
            OwnershipRules.RequireNone(read, target.Type);
        }

        return new CanaryPlan(request, deployment, backends, CanaryRoute.Plan(request, state, pods, backends));
    }
}
