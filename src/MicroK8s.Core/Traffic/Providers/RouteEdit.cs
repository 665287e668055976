using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers;

/// <summary>What a provider writes to give a route other weights.</summary>
/// <param name="Writes">The changes; none if nothing has to be written.</param>
/// <param name="Achieved">What each backend really gets, in whole percent, in the order of the wanted shares.</param>
/// <param name="Fields">The fields in words: <c>spec.http[0].route[1].weight 10 → 50</c>.</param>
internal sealed record RouteEdit(
    IReadOnlyList<ObjectChange> Writes, IReadOnlyList<int> Achieved, IReadOnlyList<string> Fields);
