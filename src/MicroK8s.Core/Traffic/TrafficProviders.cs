using MicroK8s.Traffic.Providers;
using MicroK8s.Traffic.Providers.Istio;

namespace MicroK8s.Traffic;

/// <summary>The providers that this module can write to, the preferred one first.</summary>
internal static class TrafficProviders
{
    public static IReadOnlyList<ITrafficProvider> All { get; } = [new IstioProvider()];

    /// <summary>The provider that makes rules for a service that has none yet.</summary>
    public static ITrafficProvider Default => All[0];

    /// <summary>The provider of a route. Null if its routes can only be read.</summary>
    /// <param name="name">Its name, as a route says it.</param>
    public static ITrafficProvider? Find(string name) =>
        All.FirstOrDefault(provider => provider.Reader.Provider == name);
}
