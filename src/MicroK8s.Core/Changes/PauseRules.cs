using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Changes;

/// <summary>
/// Rollouts that stand still. Only a Deployment can be paused: <c>spec.paused</c> is a field of its kind alone
/// (kubernetes, apps/v1 types), and kubectl refuses the others as well.
/// </summary>
public static class PauseRules
{
    /// <summary>Whether changes of the pods wait until somebody resumes the rollout.</summary>
    /// <param name="workload">The workload.</param>
    public static bool IsPaused(KubeObject workload) => UpdateStrategy.IsPaused(workload);

    /// <summary>Makes sure that a change of the pods would be rolled out.</summary>
    /// <param name="workload">The workload.</param>
    /// <exception cref="ClusterException">RolloutPaused.</exception>
    public static void CheckRuns(KubeObject workload)
    {
        if (!IsPaused(workload)) return;
        throw new ClusterException(
            ClusterFault.RolloutPaused,
            $"The rollout of {workload} is paused, so its pods would not change. Nothing was changed.",
            workload.ToString(), $"{AdvisedCommand.For("Resume-Rollout", workload.Name, workload.Namespace)} first.");
    }

    /// <summary>Plans to suspend or resume.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="paused">Whether its rollout is to stand still.</param>
    /// <exception cref="ClusterException">InvalidSpec: its kind cannot be paused.</exception>
    public static ObjectUpdate Plan(KubeObject workload, bool paused)
    {
        if (WorkloadKinds.Of(workload) != WorkloadKind.Deployment) throw CannotPause(workload, paused);
        return ObjectUpdate.Plan(WorkloadKinds.RefOf(workload), workload, read => Edit(read, paused));
    }

    private static JsonObject Edit(KubeObject read, bool paused)
    {
        var draft = new WorkloadDraft(read);
        if (IsPaused(read) != paused) draft.Spec.Put("paused", paused ? true : null);
        return draft.Json;
    }

    private static ClusterException CannotPause(KubeObject workload, bool paused)
    {
        string advice = WorkloadKinds.Of(workload) == WorkloadKind.StatefulSet
            ? "A partition holds pods back: Set-MicroService -Partition."
            : "With the update strategy OnDelete, pods wait until they are deleted: "
                + "Set-MicroService -UpdateStrategy OnDelete.";
        return new ClusterException(
            ClusterFault.InvalidSpec,
            $"The rollout of {workload} cannot be {(paused ? "suspended" : "resumed")}: "
            + "only a Deployment can be paused.",
            workload.ToString(), advice);
    }
}
