using CsCheck;
using MicroK8s.Errors;
using MicroK8s.Routing;
using MicroK8s.Traffic;
using MicroK8s.Traffic.Providers;

namespace MicroK8s.Tests.Traffic.Properties;

/// <summary>One call of Set-CanaryWeight.</summary>
/// <param name="Pick">Which of the service's routes, counted round.</param>
/// <param name="Weight">The weight.</param>
/// <param name="Rescale">Whether others may change too.</param>
/// <param name="Force">Whether pods and reach are not asked for.</param>
/// <param name="Most">How many pods there may be; where weights are written, nothing.</param>
internal sealed record WeightStep(int Pick, int Weight, bool Rescale, bool Force, int? Most)
{
    // What legal objects may be refused for.
    private static readonly ClusterFault[] Refusals =
    [
        ClusterFault.ThirdDestination, ClusterFault.SubsetNotReady, ClusterFault.SubsetNotFound,
        ClusterFault.RouteUnreachable,
    ];

    /// <summary>What becomes of single requests. Null to leave it as it is.</summary>
    public RequestRules? Requests { get; init; }

    public static Gen<WeightStep> Any { get; } = Gen.Select(
        Gen.Int[0, 5], Gen.Int[0, 100], Gen.Bool, Gen.Bool, Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[2, 40])))
        .Select((pick, weight, rescale, force, most) =>
            new WeightStep(pick, weight, rescale, force, most == 0 ? null : most));

    /// <summary>The plan on a world, with its route. Null if it is refused.</summary>
    public (WeightPlan Plan, TrafficRoute Route)? On(TrafficWorld world)
    {
        TrafficSnapshot state = world.State;
        TrafficRoute[] routes = [.. state.ServiceRoutes.Where(
            route => route.Backends.Count > 1 && route.Backends.Any(IsCanary))];
        if (routes.Length == 0) return null;
        TrafficRoute route = routes[Pick % routes.Length];
        string canary = route.Backends.First(IsCanary).Label;
        try
        {
            WeightPlan plan = WeightPlanner.Plan(
                new WeightRequest("shop", "web", Weight)
                {
                    RouteObject = route.Target.Name, Route = route.Label, Subset = canary, Rescale = Rescale,
                    IgnoreReadiness = Force, IgnoreUnreachable = Force, Requests = Requests,
                    MaxReplicas = world.Provider == "ReplicaRatio" ? Most : null,
                }, state);
            return (plan, route);
        }
        catch (ClusterException refusal) when (Refusals.Contains(refusal.Fault)
            || (Requests is not null && refusal.Fault == ClusterFault.InvalidSpec))
        {
            return null;
        }
    }

    public static bool IsCanary(RouteBackend backend) => backend.Label.EndsWith("canary", StringComparison.Ordinal);
}
