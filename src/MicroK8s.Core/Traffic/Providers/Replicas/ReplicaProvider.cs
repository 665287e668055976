using System.Globalization;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers.Replicas;

/// <summary>
/// No mesh and no gateway: the share of a canary is that of its pods among all pods of the Service. What can be had is
/// what whole pods come to; the total stays as it is unless more are allowed.
/// </summary>
internal sealed class ReplicaProvider : ITrafficProvider
{
    /// <summary>
    /// On the canary's Deployment while there are more pods than usual for the sake of a closer share: how many there
    /// were before, stable and canary together.
    /// </summary>
    public const string UsualTotal = "microk8s-powershell/usual-replicas";

    public IRouteReader Reader { get; } = new ReplicaRouteReader();

    public IReadOnlyList<ResourceType> AlsoReads { get; } = [ResourceTypes.HorizontalPodAutoscaler];

    public IEnumerable<ResourceType> ReadsFor(IEnumerable<TrafficRoute> routes) => AlsoReads;

    public bool CanRoute(CanaryPods pods, RoutingObjects read) => true;

    public void RequireAble(RequestRules rules)
    {
        if (!rules.LeadToCanary) return;
        throw RequestFaults.NotPossible(
            rules,
            "ReplicaRatio shares connections by the number of pods",
            "Use Istio, GatewayApi or IngressNginx.");
    }

    public TrafficRoute? MatchRouteOf(TrafficRoute route, RouteBackend canary, IEnumerable<TrafficRoute> all) => null;

    public RouteEdit SetWeights(TrafficRoute route, RouteWeights weights)
    {
        RouteShare[] stable = [.. weights.Shares.Take(weights.Shares.Count - 1)];
        RouteShare canary = weights.Shares[^1];
        int now = weights.Shares.Sum(share => share.Counts);
        int? noted = UsualOf(canary.Backend.Source!);
        int usual = noted ?? now;
        ReplicaRatio wanted = ReplicaRatio.Closest(canary.To, usual, weights.MaxReplicas ?? Math.Max(usual, now));
        IReadOnlyList<int> others = WeightArithmetic.Share(wanted.Stable, Proportion(stable));
        var steps = new ReplicaSteps(
            [.. stable.Select((share, index) => new ReplicaStep(share, others[index]))],
            new ReplicaStep(canary, wanted.Canary), noted, wanted.Total == usual || usual == 0 ? null : usual, usual);
        var edit = new RouteEdit(
            [.. steps.First()], WeightArithmetic.Share(100, [.. others, wanted.Canary]),
            [.. steps.All.Where(step => step.To != step.From).Select(step => step.Text)])
        {
            Awaited = [.. steps.Awaited],
            WritesWhenReady = [.. steps.WhenReady()],
        };
        return Math.Abs(wanted.Percent - canary.To) < 0.5 ? edit : edit with { Notes = [Inexact(wanted, canary.To)] };
    }

    public CanaryBackends DefineBackends(CanaryPods pods, RoutingObjects read) =>
        new(pods.Name, CanaryBackends.CanaryNameOf(pods.Name));

    // The Service itself is the route, once the canary has pods.
    public NewRoute CreateRoute(CanaryPods pods, CanaryBackends backends, RoutingObjects read) =>
        new(pods.Name, new ResourceRef(ResourceTypes.Deployment, pods.Namespace, backends.Canary));

    public RouteEdit ExtendRoute(
        TrafficRoute route, RouteWeights weights, CanaryPods pods, CanaryBackends backends) =>
        throw new ClusterException(
            ClusterFault.AlreadyExists,
            $"{route.Target} is a canary of Service {pods.Name} already.", route.Label, "Remove that canary first.");

    public IEnumerable<string> NotesOn(TrafficRoute route, CanaryPods pods, RoutingObjects read) => [];

    public IEnumerable<ObjectChange> Withdraw(CanaryPods pods, RoutingObjects read, ICollection<string> remains) => [];

    /// <summary>The proportion of the stable Deployments; all to the first if none has pods.</summary>
    private static int[] Proportion(RouteShare[] stable)
    {
        int[] counts = [.. stable.Select(share => share.Counts)];
        if (counts.Sum() == 0) counts[0] = 1;
        return counts;
    }

    private static int? UsualOf(KubeObject canary) =>
        int.TryParse(canary.Annotations.GetValueOrDefault(UsualTotal), out int total) && total > 0 ? total : null;

    private static string Inexact(ReplicaRatio wanted, int percent) => string.Create(
        CultureInfo.InvariantCulture,
        $"{wanted.Total} pods cannot share {percent}%: the canary gets {wanted.Canary} of them, {wanted.Percent:0.#}%. "
        + $"More pods come closer: -MaxReplicas.");
}
