using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic.Providers.Replicas;

/// <summary>
/// Reads how a Service without any route shares its requests: by the ready pods of each Deployment that it selects. A
/// connection goes to any ready pod with the same probability (Kubernetes, Virtual IPs and Service proxies).
/// </summary>
internal sealed class ReplicaRouteReader : IRouteReader
{
    /// <summary>The provider that <see cref="TrafficRoute.Provider"/> names.</summary>
    public const string Name = "ReplicaRatio";

    public string Provider => Name;

    public IReadOnlyList<ResourceType> Reads { get; } = [ResourceTypes.Deployment];

    public IEnumerable<TrafficRoute> Routes(RoutingObjects read)
    {
        ILookup<string?, KubeObject> deployments =
            read.Of(ResourceTypes.Deployment).ToLookup(deployment => deployment.Namespace);
        KubeObject[] autoscalers = [.. read.Of(ResourceTypes.HorizontalPodAutoscaler)];
        foreach (KubeObject service in read.Of(ResourceTypes.Service))
        {
            IReadOnlyDictionary<string, string> selector = service.Json.Map("spec", "selector");
            if (selector.Count == 0) continue;
            KubeObject[] selected =
            [
                .. deployments[service.Namespace]
                    .Where(deployment => LabelSelectors.Matches(selector, WorkloadPods.LabelsOf(deployment))),
            ];
            if (selected.Where(IsCanary).ToArray() is [var canary] && selected.Length > 1)
            {
                yield return Route(
                    service, selector, canary, [.. selected.Where(one => one != canary), canary], autoscalers);
            }
        }
    }

    private TrafficRoute Route(
        KubeObject service, IReadOnlyDictionary<string, string> selector, KubeObject canary, KubeObject[] selected,
        KubeObject[] autoscalers)
    {
        int[] wanted = [.. selected.Select(ReplicasOf)];
        int[] ready = [.. selected.Select(deployment => deployment.Json.Count("status", "readyReplicas"))];
        // Until a pod is ready nobody gets anything; then the numbers that are wanted tell what will come.
        IReadOnlyList<int> percent = WeightArithmetic.Share(100, ready.Sum() > 0 ? ready : wanted);
        var host = new ServiceHost(service.Name, service.Namespace);
        return new TrafficRoute(
            Provider, canary, new ResourceRef(ResourceTypes.Deployment, canary.Namespace, canary.Name),
            "/spec/replicas", service.Name, service.Name,
            [
                .. selected.Select((deployment, index) => new RouteBackend(
                    new TrafficDestination(service.Name, deployment.Name, null, percent[index], wanted[index]), host,
                    new PodSelector(service.Namespace, selector, WorkloadPods.LabelsOf(deployment)))
                {
                    Source = deployment,
                }),
            ],
            new RouteMatch(TakesAll: true, ByHeaders: false), [])
        {
            Part = "Service",
            Owner = selected.Select(deployment => OwnerOf(deployment, autoscalers))
                .FirstOrDefault(owner => owner is not null),
        };
    }

    private static string? OwnerOf(KubeObject deployment, KubeObject[] autoscalers) =>
        OwnershipRules.OwnerOf(deployment)
        ?? autoscalers.FirstOrDefault(one => one.Namespace == deployment.Namespace
            && WorkloadAutoscaler.Controls(one, deployment))?.ToString();

    /// <summary>
    /// The replicas that a Deployment is to have; an omitted number is 1 (Kubernetes, DeploymentSpec).
    /// </summary>
    private static int ReplicasOf(KubeObject deployment) => deployment.Json.Number("spec", "replicas") ?? 1;

    private static bool IsCanary(KubeObject deployment) =>
        WorkloadPods.LabelsOf(deployment).GetValueOrDefault(ServiceLabels.Track) == ServiceLabels.Canary
        || deployment.Name.EndsWith($"-{ServiceLabels.Canary}", StringComparison.Ordinal);
}
