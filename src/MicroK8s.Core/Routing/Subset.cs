using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>A subset of a service's pods.</summary>
/// <param name="Name">The name that routes use.</param>
/// <param name="Labels">What its pods are labelled with, beside what the Service selects.</param>
/// <param name="Rule">The DestinationRule that defines it.</param>
public sealed record Subset(string Name, IReadOnlyDictionary<string, string> Labels, KubeObject Rule);
