using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>A change of an object that is there at named paths, exactly as planned: it is not planned anew.</summary>
/// <param name="Target">The object's address.</param>
/// <param name="Read">The object as it was read.</param>
/// <param name="Patch">What is sent; it fails if someone else has written since.</param>
public sealed record ObjectPatch(ResourceRef Target, KubeObject Read, JsonPatch Patch) : ObjectWrite(Target)
{
    /// <inheritdoc/>
    public override string Effect => $"the change of {Target}";

    /// <inheritdoc/>
    public override async Task<WritePreview> PreviewAsync(IResources resources, CancellationToken cancellationToken)
    {
        KubeObject? stored = await DryRun.TryAsync(
            () => resources.PatchAsync(Target, Patch, dryRun: true, cancellationToken)).ConfigureAwait(false);
        return new WritePreview(
            this,
            WritePreview.Describe($"Change {Target}", stored is null ? [] : StoredDifference.Between(Read, stored)));
    }

    internal override async Task<WrittenObject> WriteAsync(IResources resources, CancellationToken cancellationToken) =>
        new(this, Read, await resources.PatchAsync(Target, Patch, dryRun: false, cancellationToken)
            .ConfigureAwait(false));

    // Another version may be somebody else's.
    internal override bool? IsDoneIn(KubeObject? now) =>
        now is not null && now.ResourceVersion == Read.ResourceVersion ? false : null;
}
