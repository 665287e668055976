using MicroK8s.Resources;

namespace MicroK8s.Traffic.Providers.Replicas;

/// <summary>How many pods one Deployment gets.</summary>
/// <param name="Share">The Deployment among those of the Service.</param>
/// <param name="To">How many.</param>
internal sealed record ReplicaStep(RouteShare Share, int To)
{
    /// <summary>How many it is to have so far.</summary>
    public int From => Share.Counts;

    /// <summary>Whether pods that it is to keep are not ready yet.</summary>
    public bool IsUnready => Share.Backend.Source!.Json.Count("status", "readyReplicas") < To;

    /// <summary>As people read it, with the name of the Deployment.</summary>
    public string Text => $"{Share.Label}.spec.replicas {From} → {To}";
}
