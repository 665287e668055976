using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Traffic;

/// <summary>One change of the weights of one route, ready to be shown and applied.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Target">The object that holds the route.</param>
/// <param name="Route">The name or index of the route.</param>
/// <param name="Before">The split as it was read.</param>
/// <param name="Canary">The canary: its subset, else its Service.</param>
/// <param name="Writes">The changes; none if the weights are so already.</param>
/// <param name="Shares">The shares in words: <c>canary 10% → 50%</c>, the canary first.</param>
/// <param name="Fields">The fields in words: <c>spec.http[0].route[1].weight 10 → 50</c>.</param>
/// <param name="Warnings">What the caller should know beside.</param>
public sealed record WeightPlan(
    WeightRequest Request,
    ResourceRef Target,
    string Route,
    TrafficSplit Before,
    string Canary,
    IReadOnlyList<ObjectWrite> Writes,
    IReadOnlyList<string> Shares,
    IReadOnlyList<string> Fields,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The split as it will be; the same as before if nothing has to be written.</summary>
    public required TrafficSplit After { get; init; }

    /// <summary>The Deployments whose pods have to be ready before the shares are so, as they were read.</summary>
    public IReadOnlyList<KubeObject> Awaited { get; init; } = [];

    /// <summary>Whether pods are waited for or taken away, and not only weights written.</summary>
    public bool MovesPods => Awaited.Count + WritesWhenReady.Count > 0;

    /// <summary>
    /// Changes that take pods away, done when the pods of <see cref="Awaited"/> are ready; none where weights are
    /// written.
    /// </summary>
    public IReadOnlyList<ObjectWrite> WritesWhenReady { get; init; } = [];

    /// <summary>The versions of the objects that the plan was made on.</summary>
    internal string Version => string.Join(
        ',', Writes.Concat(WritesWhenReady).OfType<ObjectPatch>().Select(write => write.Read.ResourceVersion));

    /// <summary>Whether the route has a name of its own, or only an index.</summary>
    public required bool RouteIsNamed { get; init; }

    /// <summary>Whether anything has to be written.</summary>
    public bool HasChanges => Writes.Count + WritesWhenReady.Count > 0;

    /// <summary>The object and the route, as <c>ShouldProcess</c> names them.</summary>
    public string Where => $"{Target}, route {Route}";

    /// <summary>The change in one line, field by field.</summary>
    public string Description => $"{string.Join(", ", Shares)} ({string.Join("; ", Fields)})";
}
