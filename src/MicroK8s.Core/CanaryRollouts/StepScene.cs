using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Traffic;

namespace MicroK8s.CanaryRollouts;

/// <summary>One step of one canary, as gates see it.</summary>
/// <param name="Session">The cluster.</param>
/// <param name="Namespace">The namespace of the service.</param>
/// <param name="Name">The service.</param>
/// <param name="Step">The step, counted from 1.</param>
/// <param name="Weight">What the canary really gets in this step, in whole percent.</param>
/// <param name="Started">When it got that.</param>
/// <param name="Split">How its route shares traffic now.</param>
public sealed record StepScene(
    IClusterSession Session, string Namespace, string Name, int Step, int Weight, DateTimeOffset Started,
    TrafficSplit Split)
{
    /// <summary>The canary's Deployment.</summary>
    public ResourceRef Canary => CanaryRequest.TargetFor(Namespace, Name);

    /// <summary>The stable Deployment.</summary>
    public ResourceRef Stable => new(ResourceTypes.Deployment, Namespace, Name);

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}, step {Step} ({Weight}%)";
}
