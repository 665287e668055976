using MicroK8s.Conventions;
using MicroK8s.Errors;
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

    /// <summary>The track of the stable pods, by which they are told from the canary's.</summary>
    /// <exception cref="ClusterException">InvalidSpec: they have none.</exception>
    public string StableTrack =>
        Stable.GetValueOrDefault(ServiceLabels.Track) is { } track && track != ServiceLabels.Canary
            ? track
            : throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"The pods of Deployment {Namespace}/{Name} have no label track=stable, so nothing can tell them from "
                + "the canary's.", Name,
                "Label the pod template track=stable, or define a backend that selects only the stable pods.");
}
