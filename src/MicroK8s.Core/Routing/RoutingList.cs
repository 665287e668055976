using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>The objects of one kind, as far as they could be read.</summary>
/// <param name="Items">The objects.</param>
/// <param name="Reach">How far they could be read.</param>
internal sealed record RoutingList(IReadOnlyList<KubeObject> Items, ListReach Reach)
{
    /// <summary>
    /// The fault of a user who may list none. Null if some could be listed, or there is no such kind.
    /// </summary>
    public ClusterException? Denial { get; init; }
}
