using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>Writes planned changes.</summary>
public static class ObjectUpdateRun
{
    /// <summary>
    /// Tries in all. Whenever one fails, another writer came through; a rollout's controller writes a lot, and many
    /// sessions may change the same object at once.
    /// </summary>
    private const int Tries = 20;

    /// <summary>Lets the server check a change and fill in what it would store, without storing it.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="update">The change; it must change something.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// The change, planned anew if somebody else wrote meanwhile, and the object as it would be; as it was planned, if
    /// the server cannot try.
    /// </returns>
    /// <exception cref="ClusterException">Conflict, InvalidSpec, AccessDenied, ResourceNotFound.</exception>
    public static async Task<(ObjectUpdate Update, KubeObject Stored)> PreviewAsync(
        IResources resources, ObjectUpdate update, CancellationToken cancellationToken)
    {
        ObjectUpdate current = update;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                KubeObject stored = await resources
                    .PatchAsync(current.Target, current.Patch, dryRun: true, cancellationToken).ConfigureAwait(false);
                return (current, stored);
            }
            catch (ClusterException exception) when (DryRun.WasImpossible(exception))
            {
                return (current, current.Wanted);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.Conflict)
            {
                if (attempt == Tries) throw UpdateConflict.TooBusy(update, Tries, exception);
                current = await PlanAgainAsync(resources, current, cancellationToken).ConfigureAwait(false);
                if (current.IsEmpty) return (current, current.Read);
            }
        }
    }

    /// <summary>
    /// Writes a change. When somebody else wrote meanwhile, the object is read again, and the same wish is planned and
    /// tried again, unless the other one changed a field that this change is about.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="update">The change; it must change something.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ClusterException">
    /// Conflict, with an <see cref="UpdateConflict"/> as target; InvalidSpec, AccessDenied, ResourceNotFound.
    /// </exception>
    public static async Task<KubeObject> ApplyAsync(
        IResources resources, ObjectUpdate update, CancellationToken cancellationToken) =>
        (await WriteAsync(resources, update, cancellationToken).ConfigureAwait(false)).Written;

    /// <summary>The same, with what it came to in the end: only that can be taken back.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="update">The change; it must change something.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The change as it was written, and the object as it is now.</returns>
    internal static async Task<(ObjectUpdate Update, KubeObject Written)> WriteAsync(
        IResources resources, ObjectUpdate update, CancellationToken cancellationToken)
    {
        ObjectUpdate current = update;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                KubeObject written = await resources
                    .PatchAsync(current.Target, current.Patch, dryRun: false, cancellationToken).ConfigureAwait(false);
                return (current, written);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.Conflict)
            {
                if (attempt == Tries) throw UpdateConflict.TooBusy(update, Tries, exception);
                current = await PlanAgainAsync(resources, current, cancellationToken).ConfigureAwait(false);
                UpdateConflict.Check(update, current, exception);
                if (current.IsEmpty || update.IsDoneIn(current)) return (current, current.Read);
            }
        }
    }

    private static async Task<ObjectUpdate> PlanAgainAsync(
        IResources resources, ObjectUpdate update, CancellationToken cancellationToken) =>
        update.PlanAgain(await resources.GetAsync(update.Target, cancellationToken).ConfigureAwait(false));
}
