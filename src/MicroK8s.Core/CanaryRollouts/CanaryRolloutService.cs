using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Traffic;

namespace MicroK8s.CanaryRollouts;

/// <summary>One service of a rollout by canary.</summary>
/// <param name="Session">The cluster.</param>
/// <param name="Namespace">The namespace of the service.</param>
/// <param name="Name">The service.</param>
/// <param name="FromImage">The image of the stable pods.</param>
/// <param name="ToImage">The image of the canary.</param>
/// <param name="Creation">What makes the canary. Null if it is there: the rollout is resumed.</param>
/// <param name="Force">Whether what a controller owns may be changed.</param>
public sealed record CanaryRolloutService(
    IClusterSession Session, string Namespace, string Name, string FromImage, string ToImage, CanaryPlan? Creation,
    bool Force)
{
    /// <summary>As <see cref="WeightRequest.MaxReplicas"/>.</summary>
    public int? MaxReplicas { get; init; }

    /// <summary>The pipeline run that asks for it. Null outside a pipeline.</summary>
    public PipelineRun? Run { get; init; }

    /// <summary>The canary's Deployment.</summary>
    internal ResourceRef Canary => CanaryRequest.TargetFor(Namespace, Name);

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
