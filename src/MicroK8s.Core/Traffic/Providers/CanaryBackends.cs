using MicroK8s.Conventions;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers;

/// <summary>The two backends of a service with a canary.</summary>
/// <param name="Stable">The label of the backend of the stable pods.</param>
/// <param name="Canary">The label of the canary's backend.</param>
/// <param name="Changes">What has to be written so that both are defined; none if they are.</param>
internal sealed record CanaryBackends(string Stable, string Canary, params IReadOnlyList<ObjectChange> Changes)
{
    /// <summary>The name that the canary of a service has, as a Deployment and as a Service.</summary>
    public static string CanaryNameOf(string service) => $"{service}-{ServiceLabels.Canary}";
}
