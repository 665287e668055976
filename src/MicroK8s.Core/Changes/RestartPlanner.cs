using System.Globalization;
using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Changes;

/// <summary>
/// Plans restarts as <c>kubectl rollout restart</c> does (kubernetes/kubectl, pkg/polymorphichelpers/
/// objectrestarter.go): the time is stamped on the pod template, so that the controller replaces the pods by the
/// workload's own strategy. Unlike kubectl it notes a change cause, so that the revision does not repeat the last one.
/// </summary>
public static class RestartPlanner
{
    /// <summary>Plans a restart.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="now">The time to stamp. Two restarts within one second are one.</param>
    /// <param name="run">The pipeline run that asks for it. Null outside a pipeline.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">RolloutPaused, InvalidSpec, AccessDenied.</exception>
    public static async Task<ServiceChangePlan> PlanAsync(
        IClusterSession session, KubeObject workload, DateTimeOffset now, PipelineRun? run,
        CancellationToken cancellationToken)
    {
        UpdatePreview tried = await UpdatePreview
            .OfAsync(session.Resources, Plan(workload, now, run), cancellationToken).ConfigureAwait(false);
        if (tried.Update.IsEmpty) return new ServiceChangePlan(tried.Update.Read, null, null);
        var plan = new ServiceChangePlan(tried.Update.Read, tried.Update, null)
        {
            ChangesPods = true,
            Description = tried.Describe($"Restart all pods of {workload}, by its update strategy"),
        };
        return await plan.WithStuckPodsAsync(session, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The change of the workload.</summary>
    internal static ObjectUpdate Plan(KubeObject workload, DateTimeOffset now, PipelineRun? run) => ObjectUpdate.Plan(
        WorkloadKinds.RefOf(workload), workload,
        read => Edit(read, now, run));

    /// <summary>What new pods still need from people. Null if nothing.</summary>
    /// <param name="workload">The workload.</param>
    public static string? Caveat(KubeObject workload) =>
        UpdateStrategy.IsOnDelete(workload)
            ? $"The pods of {workload} are not replaced by themselves: its update strategy is OnDelete, so each is "
                + "replaced when somebody deletes it."
            : null;

    private static JsonObject Edit(KubeObject read, DateTimeOffset now, PipelineRun? run)
    {
        PauseRules.CheckRuns(read);
        var draft = new WorkloadDraft(read);
        string stamp = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        JsonObject annotations = draft.Template.Open("metadata").Open("annotations");
        if (annotations.Text(PodTemplate.RestartedAt) == stamp) return draft.Json;
        annotations[PodTemplate.RestartedAt] = stamp;
        ChangeNotes.Write(draft, "restart", run);
        return draft.Json;
    }
}
