using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Waiting;

namespace MicroK8s.Manifests;

/// <summary>Carries out the steps of a plan, one at a time.</summary>
public static class PublishRun
{
    /// <summary>Applies one manifest.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="step">The step; all before it must be done.</param>
    /// <param name="timeout">How long a definition of the same set may take to become a kind.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="cancellationToken">Ends the wait for a kind. Nothing cuts a write off.</param>
    /// <returns>The object as stored.</returns>
    /// <exception cref="ClusterException">
    /// Conflict, InvalidSpec, AccessDenied, QuotaExceeded, RolloutTimeout; PartialFailure: it is applied, but pods that
    /// stand in the way could not be deleted.
    /// </exception>
    public static async Task<KubeObject> ApplyAsync(
        IClusterSession session, PublishStep step, WaitLimit timeout, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (step.IsNothing) return step.Live!;
        if (step.Takeover is not null)
        {
            await TakeOverAsync(session.Resources, step).ConfigureAwait(false);
        }

        Task<KubeObject> SendAsync() => session.Resources.ApplyAsync(
            step.Target.Type, step.Content, step.Force, dryRun: false, CancellationToken.None);
        KubeObject stored = step.IsKindNew
            ? await NewKind.UseAsync(session, step.Target.Type, SendAsync, timeout, clock, cancellationToken)
                .ConfigureAwait(false)
            : await SendAsync().ConfigureAwait(false);
        if (step.StuckPods.Count > 0)
        {
            await StuckPodRemoval.RunAsync(session.Resources, stored, step.StuckPods, CancellationToken.None)
                .ConfigureAwait(false);
        }

        return stored;
    }

    /// <summary>What was done, to be told.</summary>
    /// <param name="step">The step.</param>
    /// <param name="stored">What <see cref="ApplyAsync"/> returned for it.</param>
    /// <param name="context">The context it was written to.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    public static PublishedObject Describe(PublishStep step, KubeObject stored, string context, string? kubeConfig)
    {
        int changes = step.Live is null ? 0 : StoredDifference.Between(step.Live, stored).Count;
        PublishAction action = step.Live is null
            ? PublishAction.Created
            : changes > 0 ? PublishAction.Configured : PublishAction.Unchanged;
        return new PublishedObject(
            step.Target.Type.Kind, step.Target.Name, step.Target.Namespace, action, step.Target.Type.ApiVersion,
            stored.ResourceVersion, changes, context, kubeConfig);
    }

    /// <summary>That an object was removed, to be told.</summary>
    /// <param name="step">The step.</param>
    /// <param name="context">The context it was removed from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    public static PublishedObject Describe(ObjectDeletion step, string context, string? kubeConfig) => new(
        step.Target.Type.Kind, step.Target.Name, step.Target.Namespace, PublishAction.Pruned,
        step.Target.Type.ApiVersion, null, 0, context, kubeConfig);

    /// <summary>Removes one object that the set no longer has; gone already is as good.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="step">The step.</param>
    /// <exception cref="ClusterException">Conflict: another object has taken the name. AccessDenied.</exception>
    public static Task<IReadOnlyList<WrittenObject>> PruneAsync(IResources resources, ObjectDeletion step) =>
        ChangeSetRun.ApplyAsync(resources, [step]);

    /// <summary>The fault to report when a step failed: which objects are written and which are not.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="done">The steps that were done; nobody has to agree to all.</param>
    /// <param name="failed">The step that failed.</param>
    /// <param name="cause">Why it failed.</param>
    public static ClusterException Halfway(
        PublishPlan plan, IEnumerable<PublishStep> done, PublishStep failed, ClusterException cause)
    {
        string[] kept = [.. done.Select(step => step.Target.ToString())];
        string[] left =
            [.. plan.Steps.SkipWhile(step => step != failed).Skip(1).Select(step => step.Target.ToString())];
        cause = LostAnswer.Explain(cause, failed.Target.ToString());
        if (kept.Length == 0) return cause;
        string rest = left.Length > 0 ? $" Not applied: {string.Join(", ", left)}." : "";
        return new ClusterException(
            ClusterFault.PartialFailure,
            $"{cause.Message} Applied before and kept: {string.Join(", ", kept)}.{rest}", cause.Target,
            "Fix the cause and publish again: what is there already stays as it is.", cause);
    }

    private static async Task TakeOverAsync(IResources resources, PublishStep step)
    {
        KubeObject live = step.Live!;
        if (FieldTakeover.Plan(live, step.Content) is not { } takeover) return;
        await ConflictRetry.RunAsync(step.Target, WriteAsync, PlanAgainAsync, CancellationToken.None)
            .ConfigureAwait(false);

        Task<KubeObject> WriteAsync() => resources.PatchAsync(
            step.Target, new JsonPatch(live).Replace("/metadata/managedFields", takeover.Owners), dryRun: false,
            CancellationToken.None);

        async Task<KubeObject?> PlanAgainAsync(ClusterException refusal)
        {
            KubeObject now = await resources.GetAsync(step.Target, CancellationToken.None).ConfigureAwait(false);
            ConflictRetry.RequireStale(refusal, live.ResourceVersion, now.ResourceVersion);
            live = now;
            if (FieldTakeover.Plan(live, step.Content) is not { } again) return live;
            takeover = again;
            return null;
        }
    }
}
