using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic;

/// <summary>What has to hold so that a service serves when its stable pods become what the canary's are.</summary>
internal static class PromotionRules
{
    /// <summary>
    /// Throws if a Service, or a subset that a route uses, selects the stable pods by a label that they lose, such as
    /// the version: no pod would serve its share.
    /// </summary>
    /// <param name="stable">The stable Deployment.</param>
    /// <param name="promoted">The same with the canary's pod template.</param>
    /// <param name="read">The routing objects.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void RequireFollowed(KubeObject stable, KubeObject promoted, RoutingObjects read)
    {
        IReadOnlyDictionary<string, string> now = WorkloadPods.LabelsOf(stable);
        IReadOnlyDictionary<string, string> then = WorkloadPods.LabelsOf(promoted);
        bool Loses(PodSelector? pods) => pods?.Selects(stable.Namespace, now) == true
            && !pods.Selects(stable.Namespace, then);
        string? lost = RouteReaders.Routes(read).SelectMany(
                route => route.Backends.Where(backend => backend.Percent > 0 && Loses(backend.Pods)),
                (route, backend) => $"{route.Title}, leads to {backend.Label}, which selects "
                    + LabelSelectors.Text(backend.Pods!.Subset.Count > 0 ? backend.Pods.Subset : backend.Pods.Service!))
            .Concat(read.Of(ResourceTypes.Service).Where(service => Loses(new PodSelector(
                    service.Namespace, read.SelectorOf(new ServiceHost(service.Name, service.Namespace)),
                    new Dictionary<string, string>())))
                .Select(service => $"{service} selects {LabelSelectors.Text(service.Json.Map("spec", "selector"))}"))
            .FirstOrDefault();
        if (lost is null) return;
        throw new ClusterException(
            ClusterFault.InvalidSpec,
            $"{lost}. The pods of {stable} would no longer match, so no pod would serve. Nothing was changed.",
            stable.Name, "Let it select what stable pods keep, such as track=stable.");
    }
}
