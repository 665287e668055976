using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>What decides about a service's traffic, as it was read.</summary>
/// <param name="Service">The service.</param>
/// <param name="Namespace">The namespace of the traffic rules.</param>
/// <param name="Routes">Every http route of the namespace.</param>
/// <param name="Rules">Every DestinationRule of the namespace.</param>
internal sealed record TrafficSnapshot(
    ServiceHost Service, string Namespace, IReadOnlyList<IstioRoute> Routes, IReadOnlyList<KubeObject> Rules)
{
    /// <summary>The ready pods of the Service. Null if nobody asked, or if there is no such Service.</summary>
    public IReadOnlyList<KubeObject>? ReadyPods { get; init; }

    /// <summary>The subsets of the service.</summary>
    public IReadOnlyList<Subset> Subsets { get; } = SubsetRules.Of(Rules, Service);

    /// <summary>The routes that lead to the service.</summary>
    public IReadOnlyList<IstioRoute> ServiceRoutes { get; } = [.. Routes.Where(route => route.LeadsTo(Service))];
}
