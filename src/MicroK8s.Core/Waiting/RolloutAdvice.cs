using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>What to do about a rollout that failed.</summary>
internal static class RolloutAdvice
{
    /// <summary>Where the end of the log is; said only when there is one.</summary>
    public const string LogHint = "The end of its log is in $Error[0].TargetObject.Log.";

    /// <summary>One or two sentences.</summary>
    /// <param name="fault">Why it failed.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="cause">The evidence. Null if no pod is concerned.</param>
    /// <param name="hasEarlier">Whether there is an earlier revision to go back to.</param>
    public static string? For(ClusterFault fault, KubeObject workload, RolloutCause? cause, bool hasEarlier)
    {
        if (cause is { IsOlder: true, Pod: { } pod })
        {
            if (StuckPods.CanBe(workload) && !StatefulSetRules.RemakesAsBefore(workload))
            {
                return $"Replace it: {Command(workload, "Restart-MicroService")}.";
            }

            string first = workload.Kind == "StatefulSet" && StatefulSetRules.RemakesAsBefore(workload)
                ? "Set updateStrategy.rollingUpdate.partition to 0, without which it is made as it was, and delete"
                : "Delete";
            return $"{first} the pod, so that it is made anew: kubectl delete pod {pod} -n {workload.Namespace}.";
        }

        string? remedy = fault == ClusterFault.Unschedulable
            ? SchedulingAdvice.For(workload, cause?.Event ?? "")
            : Remedy(fault, workload);
        bool isUndoable = fault
            is not (ClusterFault.RolloutPaused or ClusterFault.Superseded or ClusterFault.WorkloadDeleted);
        return hasEarlier && isUndoable ? $"{remedy} Or go back: {Command(workload, "Invoke-Rollback")}." : remedy;
    }

    private static string? Remedy(ClusterFault fault, KubeObject workload) => fault switch
    {
        ClusterFault.ImagePullFailed =>
            $"Set an image that the nodes can pull: {Command(workload, "Set-MicroService", "-Image <image>")}.",
        ClusterFault.ContainerCrashed or ClusterFault.InitContainerFailed =>
            "Correct the program, its arguments or its configuration.",
        ClusterFault.ConfigMissing => "Create what is missing, or correct the reference.",
        ClusterFault.ProbeFailed => "Check the probe's path and port, or give the container more time to start.",
        ClusterFault.QuotaExceeded => "Raise the quota, or ask for less: fewer replicas or smaller requests.",
        ClusterFault.PodRejected => "Correct what the policy names.",
        ClusterFault.DeadlineExceeded =>
            $"Look at its pods and events: {Command(workload, "Get-MicroServicePod")}, "
            + $"{Command(workload, "Get-MicroServiceEvent")}.",
        ClusterFault.RolloutTimeout => "The rollout continues; raise -Timeout to wait longer.",
        ClusterFault.RolloutPaused => $"Resume it: {Command(workload, "Resume-Rollout")}.",
        ClusterFault.Superseded => "Wait for the newer rollout, or ask who made it.",
        _ => null,
    };

    private static string Command(KubeObject workload, string cmdlet, string arguments = "") =>
        AdvisedCommand.For(cmdlet, workload.Name, workload.Namespace, arguments);
}
