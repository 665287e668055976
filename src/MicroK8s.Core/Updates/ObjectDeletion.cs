using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>The end of one object. One that is gone already is as good as removed.</summary>
/// <param name="Target">Its address.</param>
/// <param name="Read">The object as read; its uid says that this very one is meant.</param>
public sealed record ObjectDeletion(ResourceRef Target, KubeObject Read) : ObjectWrite(Target)
{
    /// <inheritdoc/>
    public override string Effect => $"the removal of {Target}";

    /// <inheritdoc/>
    public override async Task<WritePreview> PreviewAsync(IResources resources, CancellationToken cancellationToken)
    {
        await DeleteAsync(resources, dryRun: true, cancellationToken).ConfigureAwait(false);
        return new WritePreview(this, $"Remove {Target}");
    }

    internal override async Task<WrittenObject> WriteAsync(IResources resources, CancellationToken cancellationToken)
    {
        await DeleteAsync(resources, dryRun: false, cancellationToken).ConfigureAwait(false);
        return new WrittenObject(this, Read, After: null);
    }

    // What waits for a finalizer is on its way.
    internal override bool? IsDoneIn(KubeObject? now) => now?.Uid != Read.Uid || now.IsBeingDeleted;

    private async Task DeleteAsync(IResources resources, bool dryRun, CancellationToken cancellationToken)
    {
        try
        {
            await resources.DeleteAsync(Target, Read.Uid, dryRun, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.ResourceNotFound
            || (dryRun && DryRun.WasImpossible(exception)))
        {
            // Somebody else was faster, or only the removal itself can tell.
        }
    }
}
