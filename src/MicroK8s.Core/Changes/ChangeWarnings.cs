using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Services.Spec;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Changes;

/// <summary>What whoever asks for a change should know before it is done.</summary>
public static class ChangeWarnings
{
    /// <summary>All warnings, as whole sentences.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="change">The wish.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(
        IClusterSession session, ServiceChangePlan plan, ServiceChange change, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        KubeObject workload = plan.Read;
        if (plan.ChangesPods && PauseRules.IsPaused(workload))
        {
            warnings.Add(
                $"The rollout of {workload} is paused: the change is stored, and its pods stay as they are until "
                + $"{AdvisedCommand.For("Resume-Rollout", workload.Name, workload.Namespace)}.");
        }

        if (plan.ChangesPods && RestartPlanner.Caveat(workload) is { } caveat) warnings.Add(caveat);
        if (plan is { Service: not null, HasGap: true })
        {
            warnings.Add(
                "The port of the containers changes, and has no name that old and new pods share: until the rollout "
                + $"of {workload} is done, pods of one revision are out of reach.");
        }

        if (change.Spec.Replicas is { } replicas && change.Has("Replicas") && plan.Workload is not null)
        {
            if (replicas == 0)
            {
                CanaryTrafficCheck? use = await CanaryTrafficCheck
                    .FindAsync(session, workload, warnings, cancellationToken).ConfigureAwait(false);
                if (use is not null) warnings.Add($"{use}");
            }
            else if (plan.RelatedObjects.OfType<ObjectDeletion>().All(one => !IsAutoscaler(one))
                && await WorkloadAutoscaler.FindAsync(session.Resources, workload, cancellationToken)
                    .ConfigureAwait(false) is { } autoscaler)
            {
                warnings.Add(WorkloadAutoscaler.Warning(autoscaler, workload, replicas));
            }
        }

        warnings.AddRange(OfRelatedObjects(plan, change));
        return warnings;
    }

    private static IEnumerable<string> OfRelatedObjects(ServiceChangePlan plan, ServiceChange change)
    {
        KubeObject workload = plan.Workload?.Wanted ?? plan.Read;
        ObjectWrite? autoscaler =
            plan.RelatedObjects.FirstOrDefault(one => IsAutoscaler(one) && one is not ObjectDeletion);
        int pods = WorkloadStatus.Of(workload).Desired;
        if (autoscaler is not null)
        {
            if (pods == 0)
            {
                yield return $"{autoscaler.Target} does nothing while {workload} is to have no pods: "
                    + AdvisedCommand.For("Set-MicroService", workload.Name, workload.Namespace, "-Replicas 1")
                    + " starts it.";
            }

            AutoscaleSpec wanted = AutoscalerEdit.Read(autoscaler is ObjectUpdate { Wanted: var changed }
                ? changed
                : KubeObject.Parse(((ObjectCreation)autoscaler).Manifest.ToJsonString()));
            pods = Math.Max(pods, wanted.Min);
            foreach (string resource in Unmeasured(workload, wanted))
            {
                yield return $"-Autoscale compares with the requested {resource}, and not every container requests "
                    + "some: unless the namespace has a default, the number of pods will not change.";
            }
        }

        if (change.Spec.DisruptionBudget is not { } budget) yield break;
        foreach (string note in ServiceNotes.BlockedDrain(budget, pods)) yield return note;
    }

    private static bool IsAutoscaler(ObjectWrite write) =>
        write.Target.Type.Kind == ResourceTypes.HorizontalPodAutoscaler.Kind;

    private static IEnumerable<string> Unmeasured(KubeObject workload, AutoscaleSpec wanted) =>
        from followed in new[] { ("cpu", wanted.Cpu), ("memory", wanted.Memory) }
        let resource = followed.Item1
        where followed.Item2 is not null && workload.Json.Items("spec", "template", "spec", "containers").Any(
            container => container.At("resources", "requests", resource) is null
                && container.At("resources", "limits", resource) is null)
        select resource;
}
