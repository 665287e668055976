using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>A change that the server has tried without storing it.</summary>
/// <param name="Update">The change; planned anew if somebody else wrote meanwhile.</param>
/// <param name="Stored">
/// What the server would store, without secrets; nothing if that is what it has.
/// </param>
public sealed record UpdatePreview(ObjectUpdate Update, IReadOnlyList<JsonDifference> Stored)
{
    /// <summary>Tries a change.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="wish">The change. If it changes nothing, nobody is asked.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// InvalidSpec, also for a field that the server would not store; Conflict, AccessDenied, ResourceNotFound.
    /// </exception>
    public static async Task<UpdatePreview> OfAsync(
        IResources resources, ObjectUpdate wish, CancellationToken cancellationToken)
    {
        if (wish.IsEmpty) return new UpdatePreview(wish, []);
        ObjectUpdate current = wish;
        KubeObject stored = await ConflictRetry.RunAsync(wish.Target, TryAsync, PlanAgainAsync, cancellationToken)
            .ConfigureAwait(false);
        UnsupportedFields.Check(current, stored);
        return new UpdatePreview(current, StoredDifference.Between(current.Read, stored));

        async Task<KubeObject> TryAsync() => await DryRun.TryAsync(
            () => resources.PatchAsync(current.Target, current.Patch, dryRun: true, cancellationToken))
            .ConfigureAwait(false) ?? current.Wanted;

        async Task<KubeObject?> PlanAgainAsync(ClusterException refusal)
        {
            KubeObject now = await resources.GetAsync(current.Target, cancellationToken).ConfigureAwait(false);
            ConflictRetry.RequireStale(refusal, current.Read.ResourceVersion, now.ResourceVersion);
            current = current.PlanAgain(now);
            return current.IsEmpty ? now : null;
        }
    }

    /// <summary>The change for people: what is done, then field by field.</summary>
    /// <param name="title">What is done, in one line.</param>
    public string Describe(string title) => WritePreview.Describe(title, Stored);
}
