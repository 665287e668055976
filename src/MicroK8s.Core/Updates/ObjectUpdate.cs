using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>A change of one object that is there: shown first, then done exactly so.</summary>
public sealed record ObjectUpdate
{
    private readonly Func<KubeObject, JsonObject> _edit;

    private ObjectUpdate(ResourceRef target, KubeObject read, Func<KubeObject, JsonObject> edit)
    {
        _edit = edit;
        Target = target;
        Read = read;
        JsonObject now = read.ToNode();
        JsonObject wanted = edit(read);
        Patch = new JsonPatch(read);
        JsonPatchDifference.Append(Patch, now, wanted);
        Changes = [.. JsonDifference.Between(now, wanted)];
        Wanted = KubeObject.Parse(wanted.ToJsonString());
    }

    /// <summary>The object's address.</summary>
    public ResourceRef Target { get; }

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
    /// Whether all that is left to write are notes of what changed: somebody else has done the change already.
    /// </summary>
    /// <param name="later">The same wish for the object as it is later.</param>
    public bool IsDoneIn(ObjectUpdate later) => !IsNote(this) && IsNote(later);

    private static bool IsNote(ObjectUpdate update) =>
        update.Changes.All(change => ChangeAnnotations.Contains(change.Path));
}
