using MicroK8s.Connection;
using MicroK8s.Services;

namespace MicroK8s.Commands.Services;

/// <summary>One service of the input: planned, not yet made.</summary>
/// <param name="Session">The cluster.</param>
/// <param name="KubeConfig">The kubeconfig that was named. Null if none was. For the record.</param>
/// <param name="Plan">What to make.</param>
internal sealed record ServiceToMake(IClusterSession Session, string? KubeConfig, ServicePlan Plan);
