using MicroK8s.Resources;

namespace MicroK8s.Manifests;

/// <summary>An object that the set no longer has.</summary>
/// <param name="Target">The object.</param>
/// <param name="Live">The object as it is.</param>
public sealed record PruneStep(ResourceRef Target, KubeObject Live);
