using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers;

/// <summary>What a provider writes to give a route other weights.</summary>
/// <param name="Writes">The changes; none if nothing has to be written.</param>
/// <param name="Achieved">What each backend really gets, in whole percent, in the order of the wanted shares.</param>
/// <param name="Fields">The fields in words: <c>spec.http[0].route[1].weight 10 → 50</c>.</param>
internal sealed record RouteEdit(
    IReadOnlyList<ObjectChange> Writes, IReadOnlyList<int> Achieved, IReadOnlyList<string> Fields)
{
    /// <summary>The change of the one object that holds a route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="weights">The weights that it writes.</param>
    /// <param name="patch">The change; nothing is written if it is empty.</param>
    /// <param name="fields">The fields in words.</param>
    public static RouteEdit Of(
        TrafficRoute route, RouteWeights weights, JsonPatch patch, IReadOnlyList<string> fields) => new(
            patch.IsEmpty ? [] : [ObjectChange.Change(route.Target, route.Object, patch, fields)],
            weights.Wanted, fields);

    /// <summary>The Deployments whose pods have to be ready before the shares are so, as they were read.</summary>
    public IReadOnlyList<KubeObject> Awaited { get; init; } = [];

    /// <summary>Changes that take pods away; done when the pods of <see cref="Awaited"/> are ready.</summary>
    public IReadOnlyList<ObjectChange> WritesWhenReady { get; init; } = [];

    /// <summary>What the caller should know before, such as that the shares are not quite what was asked for.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
