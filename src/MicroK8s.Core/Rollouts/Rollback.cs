using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Rollouts;

/// <summary>Reads, plans and writes a rollback.</summary>
public static class Rollback
{
    /// <summary>Writes at most. The controller writes the status all the time while it rolls out.</summary>
    private const int Tries = 6;

    /// <summary>What kubectl apply compares the next manifest with; a rollback makes it stale.</summary>
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Reads a Deployment with its ReplicaSets and plans the way back.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="target">The Deployment.</param>
    /// <param name="toRevision">The revision. Null for the one before the current one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">ResourceNotFound, RevisionNotFound, RolloutPaused.</exception>
    public static async Task<RollbackPlan> PlanAsync(
        IClusterSession session, ResourceRef target, long? toRevision, CancellationToken cancellationToken)
    {
        KubeObject deployment = await ReadAsync(session, target, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<KubeObject> sets =
            await ReadReplicaSetsAsync(session, deployment, cancellationToken).ConfigureAwait(false);
        return RollbackPlanner.Plan(deployment, sets, toRevision);
    }

    /// <summary>The revisions of a Deployment, the newest first.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="target">The Deployment.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">ResourceNotFound.</exception>
    public static async Task<IReadOnlyList<Revision>> ReadHistoryAsync(
        IClusterSession session, ResourceRef target, CancellationToken cancellationToken)
    {
        KubeObject deployment = await ReadAsync(session, target, cancellationToken).ConfigureAwait(false);
        return RolloutHistory.Of(
            deployment, await ReadReplicaSetsAsync(session, deployment, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What whoever asked for the rollback should know before it is done.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Sentences; none if all is well.</returns>
    public static async Task<IReadOnlyList<string>> WarnAsync(
        IClusterSession session, RollbackPlan plan, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        IReadOnlyList<ResourceRef> missing = await TemplateReferences
            .FindMissingAsync(session, plan.References, cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
        {
            warnings.Add($"Revision {plan.To.Number} of {plan.Target} needs what does not exist any more: "
                + $"{string.Join(", ", missing)}. Its pods cannot start without.");
        }

        if (plan.Read.Annotations.ContainsKey(LastApplied))
        {
            warnings.Add($"{plan.Target} was made with kubectl apply: the next apply of the same manifest brings back "
                + "what is rolled back now.");
        }

        return warnings;
    }

    /// <summary>
    /// Writes the plan. When the object was written meanwhile, everything is read and planned again; the write is
    /// tried again only if the new plan comes to the same.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The Deployment as written.</returns>
    /// <exception cref="ClusterException">
    /// Conflict, RevisionNotFound, RolloutPaused, InvalidSpec, AccessDenied.
    /// </exception>
    public static async Task<KubeObject> ApplyAsync(
        IClusterSession session, RollbackPlan plan, CancellationToken cancellationToken)
    {
        RollbackPlan current = plan;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await session.Resources
                    .PatchAsync(plan.Target, current.Patch, dryRun: false, cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.Conflict && attempt < Tries)
            {
                current = await PlanAsync(session, plan.Target, plan.To.Number, cancellationToken)
                    .ConfigureAwait(false);
                if (!plan.AgreesWith(current)) throw Overtaken(plan, exception);
            }
        }
    }

    private static async Task<KubeObject> ReadAsync(
        IClusterSession session, ResourceRef target, CancellationToken cancellationToken) =>
        await session.Resources.FindAsync(target, cancellationToken).ConfigureAwait(false)
            ?? throw ServiceFaults.NotFound(target.Name, target.Namespace);

    private static async Task<IReadOnlyList<KubeObject>> ReadReplicaSetsAsync(
        IClusterSession session, KubeObject deployment, CancellationToken cancellationToken)
    {
        var sets = new List<KubeObject>();
        var query = new ResourceQuery(ResourceTypes.ReplicaSet, deployment.Namespace)
        {
            LabelSelector = LabelSelectors.Text(deployment.Json.At("spec", "selector") ?? default),
        };
        IAsyncEnumerable<KubeObject> items = session.Resources.ListAsync(query, cancellationToken);
        await foreach (KubeObject item in items.ConfigureAwait(false)) sets.Add(item);
        return sets;
    }

    private static ClusterException Overtaken(RollbackPlan plan, ClusterException conflict) => new(
        ClusterFault.Conflict,
        $"Somebody else changed the pods of {plan.Target} while it was to be rolled back; nothing was written.",
        plan.Target.ToString(), "Look at it again: Invoke-Rollback -WhatIf shows what would change now.", conflict);
}
