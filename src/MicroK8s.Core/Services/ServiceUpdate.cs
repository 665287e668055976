using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Services;

/// <summary>Applies planned changes.</summary>
public static class ServiceUpdate
{
    /// <summary>Tries in all. The controller writes a lot during a rollout, so one is often not enough.</summary>
    private const int Tries = 5;

    /// <summary>
    /// Applies a plan. When somebody else wrote meanwhile, the object is read again, and the change is tried again
    /// only if it is still the very same change.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">The plan; it must change something.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The Deployment as it is now.</returns>
    /// <exception cref="ClusterException">Conflict, InvalidSpec, AccessDenied, ResourceNotFound.</exception>
    public static async Task<KubeObject> ApplyAsync(
        IResources resources, ServiceChangePlan plan, CancellationToken cancellationToken)
    {
        JsonPatch patch = plan.Patch;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await resources.PatchAsync(plan.Target, patch, dryRun: false, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.Conflict && attempt < Tries)
            {
                patch = await ReplanAsync(resources, plan, exception, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<JsonPatch> ReplanAsync(
        IResources resources, ServiceChangePlan plan, ClusterException conflict, CancellationToken cancellationToken)
    {
        KubeObject now = await resources.GetAsync(plan.Target, cancellationToken).ConfigureAwait(false);
        ServiceChangePlan again = ServiceChangePlanner.Plan(now, plan.Wanted);
        if (now.Uid == plan.Read.Uid && again.Changes.SequenceEqual(plan.Changes)) return again.Patch;
        throw new ClusterException(
            ClusterFault.Conflict,
            $"{plan.Target} was changed by somebody else meanwhile, in a field that this change is about. "
            + "Nothing was changed.",
            plan.Read.Name, "Look at it with Get-MicroService, then run the command again.", conflict);
    }
}
