using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>What a drain does with one pod, and why.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Action">What it does.</param>
/// <param name="Reason">Why, in words. Null if there is nothing to say.</param>
/// <param name="Parameter">The parameters that would allow it, if it is refused. Null otherwise.</param>
public sealed record DrainVerdict(KubeObject Pod, DrainAction Action, string? Reason = null, string? Parameter = null);
