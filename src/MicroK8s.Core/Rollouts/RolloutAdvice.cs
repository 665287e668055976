using MicroK8s.Errors;

namespace MicroK8s.Rollouts;

/// <summary>What to do about a rollout that failed.</summary>
internal static class RolloutAdvice
{
    /// <summary>One or two sentences.</summary>
    /// <param name="fault">Why it failed.</param>
    /// <param name="name">The workload.</param>
    /// <param name="hasEarlier">Whether there is an earlier revision to go back to.</param>
    public static string? For(ClusterFault fault, string name, bool hasEarlier)
    {
        string? mend = Mend(fault, name);
        bool isUndoable = fault
            is not (ClusterFault.RolloutPaused or ClusterFault.Superseded or ClusterFault.WorkloadDeleted);
        return hasEarlier && isUndoable ? $"{mend} Or go back: Invoke-Rollback {name}." : mend;
    }

    private static string? Mend(ClusterFault fault, string name) => fault switch
    {
        ClusterFault.ImagePullFailed =>
            $"Set an image that the nodes can pull: Set-MicroService {name} -Image <image>.",
        ClusterFault.ContainerCrashed or ClusterFault.InitContainerFailed =>
            "The end of its log is in $Error[0].TargetObject.Log.",
        ClusterFault.ConfigMissing => "Create what is missing, or correct the reference.",
        ClusterFault.ProbeFailed => "Check the probe's path and port, or give the container more time to start.",
        ClusterFault.Unschedulable => "Lower the requests, correct the node selector or tolerations, or add a node.",
        ClusterFault.QuotaExceeded => "Raise the quota, or ask for less: fewer replicas or smaller requests.",
        ClusterFault.PodRejected => "Correct what the policy names.",
        ClusterFault.DeadlineExceeded => $"Look at the pods: kubectl describe deployment/{name}.",
        ClusterFault.RolloutTimeout => "The rollout goes on; wait longer with -Timeout.",
        ClusterFault.RolloutPaused => $"Resume it: kubectl rollout resume deployment/{name}.",
        ClusterFault.Superseded => "Wait for the newer rollout, or ask who made it.",
        _ => null,
    };
}
