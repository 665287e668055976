using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic;

/// <summary>
/// Promotes a canary: the stable Deployment gets its pod template and is waited for, then the traffic goes home and the
/// canary goes. Until then the shares stay as they are. A wait that fails puts the template back.
/// </summary>
public static class CanaryPromotion
{
    /// <summary>Reads what there is and decides; writes nothing.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the service.</param>
    /// <param name="name">The service.</param>
    /// <param name="run">The pipeline run that asks for it. Null outside a pipeline.</param>
    /// <param name="force">
    /// Whether a canary without a ready pod may be promoted, and what others made or a controller owns may be changed.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// ResourceNotFound: the service has no canary; SubsetNotReady, RolloutPaused, ProtectedObject, OwnedByController,
    /// InvalidSpec: what leads to the stable pods would not lead to the promoted ones; AccessDenied, Unreachable.
    /// </exception>
    public static async Task<CanaryPromotionPlan> PlanAsync(
        IClusterSession session, string namespaceName, string name, PipelineRun? run, bool force,
        CancellationToken cancellationToken)
    {
        var target = new ResourceRef(ResourceTypes.Deployment, namespaceName, name);
        KubeObject stable = await session.Resources.FindAsync(target, cancellationToken).ConfigureAwait(false)
            ?? throw await ServiceFaults.FindReasonAsync(session.Resources, name, namespaceName, cancellationToken)
                .ConfigureAwait(false);
        CanaryRemovalPlan removal = await CanaryRemoval
            .PlanAsync(session, namespaceName, name, force, cancellationToken).ConfigureAwait(false);
        if (removal.Canary is not { } canary) throw CanaryRemoval.NoCanary(namespaceName, name);
        ObjectUpdate update = ObjectUpdate.Plan(target, stable, read => CanaryTemplate.Promote(read, canary, run));
        if (!update.IsEmpty)
        {
            Check(stable, canary, force);
            RoutingObjects read = await new TrafficReader(session, namespaceName, provider: null)
                .ReadAsync(cancellationToken).ConfigureAwait(false);
            PromotionRules.RequireFollowed(stable, update.Wanted, read);
        }

        UpdatePreview tried =
            await UpdatePreview.OfAsync(session.Resources, update, cancellationToken).ConfigureAwait(false);
        return new CanaryPromotionPlan(tried, removal);
    }

    /// <summary>Carries a plan out; the same call goes on where an earlier one ended.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">The plan that was shown.</param>
    /// <param name="wait">How to wait for pods.</param>
    /// <param name="cancellationToken">Ends a wait, not a write.</param>
    /// <returns>The stable Deployment, and what had to stay, as whole sentences.</returns>
    /// <exception cref="ClusterException">
    /// Why the new pods of stable cannot run, with the template put back; all that <see cref="CanaryRemoval"/> throws.
    /// </exception>
    public static async Task<(KubeObject Stable, IReadOnlyList<string> Remains)> RunAsync(
        IClusterSession session, CanaryPromotionPlan plan, PodWait wait, CancellationToken cancellationToken)
    {
        await UpdateStableAsync(session, plan, wait, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> remains = await CanaryRemoval
            .RunAsync(session, plan.Removal, wait, cancellationToken).ConfigureAwait(false);
        KubeObject done = await session.Resources.GetAsync(plan.Stable.Update.Target, cancellationToken)
            .ConfigureAwait(false);
        return (done, remains);
    }

    /// <summary>The first half: stable gets the template, and its pods are waited for.</summary>
    /// <returns>What was written; nothing if stable has the template already.</returns>
    internal static async Task<IReadOnlyList<WrittenObject>> UpdateStableAsync(
        IClusterSession session, CanaryPromotionPlan plan, PodWait wait, CancellationToken cancellationToken)
    {
        ObjectUpdate update = plan.Stable.Update;
        IReadOnlyList<WrittenObject> written = update.IsEmpty
            ? []
            : await ChangeSetRun.ApplyAsync(session.Resources, [update]).ConfigureAwait(false);
        try
        {
            KubeObject stable = written is [var one] ? one.After! : update.Read;
            await wait.RunAsync(session, stable, cancellationToken).ConfigureAwait(false);
            return written;
        }
        catch (ClusterException cause)
        {
            throw await ChangeSetRun.RevertAsync(session.Resources, written, cause).ConfigureAwait(false);
        }
    }

    private static void Check(KubeObject stable, KubeObject canary, bool force)
    {
        if (UpdateStrategy.IsPaused(stable))
        {
            throw new ClusterException(
                ClusterFault.RolloutPaused,
                $"The rollout of {stable} is paused, so its pods would not change. Nothing was changed.",
                stable.ToString(),
                $"Resume it first: {AdvisedCommand.For("Resume-Rollout", stable.Name, stable.Namespace)}.");
        }

        if (force) return;
        OwnershipRules.RequireNone(stable, ResourceTypes.Deployment);
        if (DeploymentStatus.CountReady(canary) > 0) return;
        throw new ClusterException(
            ClusterFault.SubsetNotReady, $"{canary} has no ready pod, so nothing shows that its template runs.",
            canary.Name, "Wait until a pod is ready, or insist with -Force.");
    }
}
