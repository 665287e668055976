using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>A change of one object that is there: shown first, then done exactly so.</summary>
public sealed record ObjectUpdate : ObjectWrite
{
    private readonly Func<KubeObject, JsonObject> _edit;

    private ObjectUpdate(ResourceRef target, KubeObject read, Func<KubeObject, JsonObject> edit)
        : base(target)
    {
        _edit = edit;
        Read = read;
        JsonObject now = read.ToNode();
        JsonObject wanted = edit(read);
        Patch = new JsonPatch(read);
        JsonPatchDifference.Append(Patch, now, wanted);
        Changes = [.. JsonDifference.Between(now, wanted)];
        Wanted = KubeObject.Parse(wanted.ToJsonString());
    }

    /// <inheritdoc/>
    public override string Effect => $"the change of {Target}";

    /// <summary>The object that the change was planned on.</summary>
    public KubeObject Read { get; }

    /// <summary>The object as it is to be, before the server fills anything in.</summary>
    public KubeObject Wanted { get; }

    /// <summary>The fields that differ; none if it is as wanted already. Their values may be secret.</summary>
    public IReadOnlyList<JsonDifference> Changes { get; }

    /// <summary>What is sent: the paths that differ. It fails if somebody else wrote meanwhile.</summary>
    public JsonPatch Patch { get; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Patch.IsEmpty;

    /// <summary>Plans a change.</summary>
    /// <param name="target">The object's address.</param>
    /// <param name="read">The object as it is.</param>
    /// <param name="edit">Makes a changed copy; pure, as it is done again when somebody else wrote meanwhile.</param>
    public static ObjectUpdate Plan(ResourceRef target, KubeObject read, Func<KubeObject, JsonObject> edit) =>
        new(target, read, edit);

    /// <summary>The same wish for the object as it is later.</summary>
    /// <param name="now">The object.</param>
    public ObjectUpdate PlanAgain(KubeObject now) => new(Target, now, _edit);

    /// <summary>
    /// Whether somebody else has done the change already: nothing is left to write, or nothing but notes of what
    /// changed.
    /// </summary>
    /// <param name="later">The same wish for the object as it is later.</param>
    public bool IsDoneIn(ObjectUpdate later) => later.IsEmpty || (!IsNote(this) && IsNote(later));

    /// <inheritdoc/>
    public override async Task<WritePreview> PreviewAsync(IResources resources, CancellationToken cancellationToken)
    {
        UpdatePreview tried = await UpdatePreview.OfAsync(resources, this, cancellationToken).ConfigureAwait(false);
        return new WritePreview(tried.Update, tried.Describe($"Change {Target}"));
    }

    /// <summary>
    /// Writes the change. When somebody else wrote meanwhile, the object is read again, and the same wish is planned
    /// and tried again, unless the other one changed a field that this change is about.
    /// </summary>
    internal override Task<WrittenObject> WriteAsync(IResources resources, CancellationToken cancellationToken)
    {
        ObjectUpdate current = this;
        return ConflictRetry.RunAsync(Target, WriteAsync, PlanAgainAsync, cancellationToken);

        async Task<WrittenObject> WriteAsync()
        {
            KubeObject stored = await resources.PatchAsync(Target, current.Patch, dryRun: false, cancellationToken)
                .ConfigureAwait(false);
            return new WrittenObject(current, current.Read, stored);
        }

        async Task<WrittenObject?> PlanAgainAsync(ClusterException refusal)
        {
            KubeObject now = await resources.GetAsync(Target, cancellationToken).ConfigureAwait(false);
            ConflictRetry.RequireStale(refusal, current.Read.ResourceVersion, now.ResourceVersion);
            current = current.PlanAgain(now);
            UpdateConflict.Check(this, current, refusal);
            return IsDoneIn(current) ? new WrittenObject(current, now, now) : null;
        }
    }

    internal override bool? IsDoneIn(KubeObject? now) => now?.Uid != Read.Uid
        ? null
        : now.ResourceVersion != Read.ResourceVersion && IsDoneIn(PlanAgain(now));

    private static bool IsNote(ObjectUpdate update) =>
        update.Changes.All(change => ChangeAnnotations.Contains(change.Path));
}
