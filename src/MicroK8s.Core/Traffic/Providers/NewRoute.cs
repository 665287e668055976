using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers;

/// <summary>A first route to a service.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Target">The object that holds it.</param>
/// <param name="Changes">What has to be written.</param>
internal sealed record NewRoute(string Label, ResourceRef Target, params IReadOnlyList<ObjectChange> Changes)
{
    /// <summary>What callers should know, such as who does not follow it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
