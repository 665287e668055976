using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Tests.Cluster;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Kills;

/// <summary>Routes of a service that lead some requests to nobody.</summary>
internal static class BrokenRoutes
{
    private static readonly ResourceType[] Kinds =
    [
        ResourceTypes.Service, ResourceTypes.Pod, ResourceTypes.VirtualService, ResourceTypes.DestinationRule,
        ResourceTypes.HttpRoute, ResourceTypes.Ingress,
    ];

    /// <summary>One sentence for each backend that has a share, but no Service, no subset or no ready pod.</summary>
    /// <param name="ns">The namespace, in which other services may be.</param>
    /// <param name="name">The service; all that is its own begins so.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(TestNamespace ns, string name)
    {
        IReadOnlyList<KubeObject>[] lists = await Task.WhenAll(Kinds.Select(ns.ListAsync));
        Dictionary<ResourceType, KubeObject[]> all = Kinds.Zip(lists).ToDictionary(
            pair => pair.First, pair => pair.Second.Where(item => IsOf(item.Name, name)).ToArray());
        var read = new RoutingObjects(type => all.GetValueOrDefault(type) ?? []);
        KubeObject[] ready = [.. all[ResourceTypes.Pod].Where(WorkloadPods.IsReady)];
        var paths = from ingress in all[ResourceTypes.Ingress]
                    where !CanaryAnnotations.IsCanary(ingress)
                    from path in IngressPath.Of(ingress)
                    let pods = new PodSelector(ns.Name, read.SelectorOf(path.Service), new Dictionary<string, string>())
                    select (Title: $"{ingress}", path.Service, Pods: (PodSelector?)pods);
        var backends = from route in RouteReaders.Routes(read)
                       from backend in route.Backends
                       where backend.Percent > 0
                       select (route.Title, backend.Service, backend.Pods);
        return
        [
            .. from use in backends.Concat(paths)
               where IsOf(use.Service.Name, name) && !ready.Any(pod => use.Pods?.Selects(pod.Namespace, pod.Labels) == true)
               select $"{use.Title}, leads to {use.Service.Name}, {use.Pods?.Subset.GetValueOrDefault("track")}",
        ];
    }

    private static bool IsOf(string name, string service) =>
        name == service || name.StartsWith($"{service}-", StringComparison.Ordinal);
}
