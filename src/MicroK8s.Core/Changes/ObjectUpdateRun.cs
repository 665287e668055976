using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Changes;

/// <summary>Writes planned changes.</summary>
public static class ObjectUpdateRun
{
    /// <summary>Tries in all. The controller writes a lot during a rollout, so one is often not enough.</summary>
    private const int Tries = 6;

    /// <summary>Lets the server check a change and fill in what it would store, without storing it.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="update">The change; it must change something.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The object as it would be; as it was planned, if the server cannot try.</returns>
    /// <exception cref="ClusterException">Conflict, InvalidSpec, AccessDenied, ResourceNotFound.</exception>
    public static async Task<KubeObject> PreviewAsync(
        IResources resources, ObjectUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(resources, update, dryRun: true, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (DryRun.WasImpossible(exception))
        {
            return update.Wanted;
        }
    }

    /// <summary>
    /// Writes a change. When somebody else wrote meanwhile, the object is read again, and the change is tried again
    /// only if it is still the very same change.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="update">The change; it must change something.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ClusterException">Conflict, InvalidSpec, AccessDenied, ResourceNotFound.</exception>
    public static Task<KubeObject> ApplyAsync(
        IResources resources, ObjectUpdate update, CancellationToken cancellationToken) =>
        SendAsync(resources, update, dryRun: false, cancellationToken);

    private static async Task<KubeObject> SendAsync(
        IResources resources, ObjectUpdate update, bool dryRun, CancellationToken cancellationToken)
    {
        ObjectUpdate current = update;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await resources.PatchAsync(update.Target, current.Patch, dryRun, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.Conflict && attempt < Tries)
            {
                KubeObject now = await resources.GetAsync(update.Target, cancellationToken).ConfigureAwait(false);
                current = update.PlanAgain(now);
                if (!update.AgreesWith(current)) throw Overtaken(update, exception);
            }
        }
    }

    private static ClusterException Overtaken(ObjectUpdate update, ClusterException conflict) => new(
        ClusterFault.Conflict,
        $"{update.Target} was changed by somebody else meanwhile, in a field that this change is about. "
        + "Nothing was changed.",
        update.Read.Name, "Look at it with Get-MicroService, then run the command again.", conflict);
}
