using MicroK8s.Routing;

namespace MicroK8s.Traffic.Providers;

/// <summary>A service whose pods are to be told apart.</summary>
/// <param name="Service">The service, in its own namespace.</param>
/// <param name="Stable">The labels of its stable pods.</param>
/// <param name="Canary">The labels of the canary's pods.</param>
internal sealed record CanaryPods(
    ServiceHost Service, IReadOnlyDictionary<string, string> Stable, IReadOnlyDictionary<string, string> Canary)
{
    public string Name => Service.Name;

    public string Namespace => Service.Namespace ?? "";
}
