using System.Text;
using MicroK8s.Traffic.Providers;
using MicroK8s.Updates;

namespace MicroK8s.Traffic;

/// <summary>What makes a canary: shown first, then done exactly so.</summary>
public sealed record CanaryPlan
{
    internal CanaryPlan(
        CanaryRequest request, string provider, ObjectChange deployment, CanaryBackends backends, CanaryRoute route)
    {
        Request = request;
        Provider = provider;
        Deployment = deployment;
        Backends = backends;
        Route = route;
    }

    /// <summary>What was asked for.</summary>
    public CanaryRequest Request { get; }

    /// <summary>Who shares traffic with the canary.</summary>
    public string Provider { get; }

    /// <summary>The object that holds the route.</summary>
    public string RouteObject => Route.RouteObject;

    /// <summary>The name or index of the route.</summary>
    public string RouteName => Route.Label;

    /// <summary>What the caller should know beside.</summary>
    public IReadOnlyList<string> Warnings => [.. Route.Warnings, .. Share?.Warnings ?? []];

    /// <summary>The plan for people, object by object and field by field, in several lines.</summary>
    public string Description
    {
        get
        {
            var text = new StringBuilder(
                $"Create canary of microservice {Request.Namespace}/{Request.Name} ({Provider})");
            foreach (ObjectChange change in Changes)
            {
                text.Append($"\n  {change.Title}");
                foreach (string line in change.Fields) text.Append($"\n    {line}");
            }

            if (Share is { } share)
            {
                text.Append("\n  then");
                foreach (string line in share.Shares.Concat(share.Fields)) text.Append($"\n    {line}");
            }
            else if (Request.GetsRequests)
            {
                text.Append("\n  when its pods are ready");
                if (Request.Weight > 0) text.Append($"\n    {Backends.Canary} 0% → {Request.Weight}%");
                foreach (RequestMatch match in Request.Requests?.Matches ?? [])
                {
                    text.Append($"\n    {match} to {Backends.Canary}");
                }

                if (Request.Requests?.MirrorPercent is > 0 and var percent)
                {
                    text.Append($"\n    {percent}% copied to {Backends.Canary}");
                }
            }

            return text.ToString();
        }
    }

    internal ObjectChange Deployment { get; }

    internal CanaryBackends Backends { get; }

    internal CanaryRoute Route { get; }

    /// <summary>The share that follows, where it is made of pods and may not be quite what was asked for.</summary>
    internal WeightPlan? Share { get; init; }

    /// <summary>The share that the canary gets when all is written and its pods are ready.</summary>
    internal WeightRequest Weight => new(Request.Namespace, Request.Name, Request.Weight)
    {
        Provider = Provider,
        Subset = Backends.Canary,
        MaxReplicas = Request.MaxReplicas,
        RouteObject = Route.RouteObject,
        Route = Route.Label,
        Requests = Request.Requests,
        IgnoreReadiness = !Request.GetsRequests,
        IgnoreUnreachable = Request.IgnoreOwner,
        IgnoreOwner = Request.IgnoreOwner,
    };

    /// <summary>
    /// The writes in order. Backends are defined before the route that uses them, and the route before the first canary
    /// pod: without it the pod would get its share of the Service at once (Istio, traffic management best practices).
    /// </summary>
    internal IEnumerable<ObjectChange> Changes =>
        [.. Backends.Changes, .. Route.Changes, Deployment];
}
