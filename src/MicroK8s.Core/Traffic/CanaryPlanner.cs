using MicroK8s.Errors;
using MicroK8s.Resources;
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
        var pods = new CanaryPods(
            state.Traffic.Service, WorkloadPods.LabelsOf(state.Stable), CanaryDeployment.Labels(request, state.Stable));
        ITrafficProvider provider = Choose(request, state, pods);
        if (request.Requests is { } requests) provider.RequireAble(requests);
        ObjectChange deployment = CanaryDeployment.Make(
            request, state.Stable, provider.Reader.Provider, ReplicasOf(request, provider));
        CanaryBackends backends = provider.DefineBackends(pods, state.Read);
        var plan = new CanaryPlan(
            request, provider.Reader.Provider, deployment, backends,
            CanaryRoute.Plan(request, state, provider, pods, backends));
        foreach (ObjectPatch change in plan.Changes.Select(change => change.Write).OfType<ObjectPatch>())
        {
            if (!request.IgnoreOwner) OwnershipRules.RequireNone(change.Read, change.Target.Type);
        }

        bool isOfPods = provider == TrafficProviders.WithoutRoutes && request.Weight > 0;
        return isOfPods ? plan with { Share = Foresee(plan, state) } : plan;
    }

    /// <summary>The share that whole pods come to, and whether it may be so, on what there will be then.</summary>
    private static WeightPlan Foresee(CanaryPlan plan, CanarySnapshot state)
    {
        KubeObject canary = KubeObject.Parse(plan.Deployment.Manifest!.ToJsonString());
        var read = new RoutingObjects(
            type => type == ResourceTypes.Deployment ? state.Read.Of(type).Append(canary) : state.Read.Of(type));
        IReadOnlyList<TrafficRoute> routes = TrafficProviders.RoutesIn(read, plan.Request.Namespace, plan.Provider);
        return WeightPlanner.Plan(
            plan.Weight, new TrafficSnapshot(state.Traffic.Service, plan.Request.Namespace, routes));
    }

    /// <summary>
    /// The provider that was asked for; else that of the routes that lead to the service; else the first that could
    /// make one.
    /// </summary>
    private static ITrafficProvider Choose(CanaryRequest request, CanarySnapshot state, CanaryPods pods) =>
        request.Provider is { } name ? TrafficProviders.Find(name)
        : state.Traffic.ServiceRoutes is [var route, ..] ? TrafficProviders.Find(route.Provider)
        : TrafficProviders.All.First(provider => provider.CanRoute(pods, state.Read));

    /// <summary>
    /// Where the share is made of pods, the canary begins without any: one would get its share at once.
    /// </summary>
    private static int ReplicasOf(CanaryRequest request, ITrafficProvider provider)
    {
        if (provider != TrafficProviders.WithoutRoutes)
        {
            return request.MaxReplicas is not { } most ? request.Replicas ?? 1 : throw InvalidInput.Of(
                "MaxReplicas", $"{most}", $"does not apply: {provider.Reader.Provider} shares traffic by weight",
                "Leave it out; it is for services without a mesh, a Gateway or an Ingress.");
        }

        return request.Replicas is not { } replicas ? 0 : throw InvalidInput.Of(
            "Replicas", $"{replicas}",
            "does not apply: without a mesh, a Gateway or an Ingress the share is made of pods",
            "Leave it out; the number of pods follows from -Weight.");
    }
}
