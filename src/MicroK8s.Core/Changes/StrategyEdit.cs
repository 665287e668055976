using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services.Spec;
using MicroK8s.Workloads;

namespace MicroK8s.Changes;

/// <summary>
/// Keeps an update strategy whole: only a rolling update has numbers, and that of a StatefulSet always.
/// </summary>
internal static class StrategyEdit
{
    private static readonly string[] Numbers = ["MaxSurge", "MaxUnavailable", "Partition"];

    /// <summary>
    /// Takes the numbers away when the strategy is another one. Gives a StatefulSet its partition, which the server
    /// fills in only where the type is left out too; without, a pod that is deleted may be made again as it was.
    /// </summary>
    /// <exception cref="ClusterException">InvalidSpec: numbers are wanted of a strategy that has none.</exception>
    public static void Tidy(WorkloadDraft draft, ServiceChange change)
    {
        string field = WorkloadKinds.Of(draft.Read) == WorkloadKind.Deployment ? "strategy" : "updateStrategy";
        string type = draft.Spec.Text(field, "type") ?? UpdateSpec.RollingUpdate;
        if (type == UpdateSpec.RollingUpdate)
        {
            if (WorkloadKinds.Of(draft.Read) == WorkloadKind.StatefulSet) SetPartition(draft, change);
            return;
        }

        if (Numbers.FirstOrDefault(change.Has) is { } number)
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec, $"-{number} does not fit {draft.Read}: its update strategy is {type}.",
                draft.Read.Name, $"Add -UpdateStrategy {UpdateSpec.RollingUpdate}.");
        }

        if (change.Has("UpdateStrategy")) (draft.Spec[field] as JsonObject)?.Remove("rollingUpdate");
    }

    private static void SetPartition(WorkloadDraft draft, ServiceChange change)
    {
        if (!change.Has("UpdateStrategy") && !change.Has("Partition")) return;
        JsonObject rolling = draft.Spec.Open("updateStrategy").Open("rollingUpdate");
        if (rolling["partition"] is null) rolling["partition"] = 0;
    }
}
