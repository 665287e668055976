using System.Text;
using MicroK8s.Traffic.Providers;
using MicroK8s.Updates;

namespace MicroK8s.Traffic;

/// <summary>What makes a canary: shown first, then done exactly so.</summary>
public sealed record CanaryPlan
{
    internal CanaryPlan(CanaryRequest request, ObjectChange deployment, CanaryBackends backends, CanaryRoute route)
    {
        Request = request;
        Deployment = deployment;
        Backends = backends;
        Route = route;
    }

    /// <summary>What was asked for.</summary>
    public CanaryRequest Request { get; }

    /// <summary>What the caller should know beside.</summary>
    public IReadOnlyList<string> Warnings => Route.Warnings;

    /// <summary>The plan for people, object by object and field by field, in several lines.</summary>
    public string Description
    {
        get
        {
            var text = new StringBuilder($"Create canary of microservice {Request.Namespace}/{Request.Name}");
            foreach (ObjectChange change in Changes)
            {
                text.Append($"\n  {change.Title}");
                foreach (string line in change.Fields) text.Append($"\n    {line}");
            }

            if (Request.Weight > 0)
            {
                text.Append($"\n  when its pods are ready\n    {Backends.Canary} 0% → {Request.Weight}%");
            }

            return text.ToString();
        }
    }

    internal ObjectChange Deployment { get; }

    internal CanaryBackends Backends { get; }

    internal CanaryRoute Route { get; }

    /// <summary>
    /// The writes in order. Backends are defined before the route that uses them, and the route before the first canary
    /// pod: without it the pod would get its share of the Service at once (Istio, traffic management best practices).
    /// </summary>
    internal IEnumerable<ObjectChange> Changes =>
        new[] { Backends.Change, Route.Change, Deployment }.OfType<ObjectChange>();
}
