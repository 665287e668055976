using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers;

/// <summary>A first route to a service.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Change">The object to make.</param>
internal sealed record NewRoute(string Label, ObjectChange Change);
