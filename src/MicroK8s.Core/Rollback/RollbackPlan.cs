using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Workloads;

namespace MicroK8s.Rollback;

/// <summary>A rollback that is decided, but not done.</summary>
/// <param name="Target">The workload.</param>
/// <param name="Read">The workload as the plan was made on.</param>
/// <param name="FromRevision">The current revision. Null if the controller has not numbered it yet.</param>
/// <param name="To">The revision to go back to.</param>
/// <param name="Changes">Every field that changes; none if the workload is of that template already.</param>
/// <param name="Patch">The write. It fails if somebody else wrote meanwhile.</param>
public sealed record RollbackPlan(
    ResourceRef Target, KubeObject Read, long? FromRevision, Revision To, IReadOnlyList<JsonDifference> Changes,
    JsonPatch Patch)
{
    /// <summary>The ConfigMaps and Secrets that pods of the revision cannot start without.</summary>
    public IReadOnlyList<ResourceRef> References { get; init; } = [];

    /// <summary>
    /// The pods that a StatefulSet would wait for for ever, to be deleted once the template is back; and any other
    /// of the broken revision that is not ready by then.
    /// </summary>
    public IReadOnlyList<KubeObject> StuckPods { get; init; } = [];

    /// <summary>What may take the rollback back, or keep it from reaching the pods.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What was asked for.</summary>
    public required RollbackGoal Goal { get; init; }

    /// <summary>Whether the same pipeline run has done it already.</summary>
    public bool IsDone { get; init; }

    /// <summary>The object that keeps the revision to go back to.</summary>
    public required KubeObject Source { get; init; }

    /// <summary>The service that the pods belong to: of a canary, that of its stable sister.</summary>
    public string Service
    {
        get
        {
            IReadOnlyDictionary<string, string> labels = WorkloadPods.LabelsOf(Read);
            bool isCanary = labels.GetValueOrDefault(ServiceLabels.Track) is not (null or ServiceLabels.Stable);
            return isCanary ? labels.GetValueOrDefault(ServiceLabels.App, Target.Name) : Target.Name;
        }
    }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsUnchanged => Changes.Count == 0 && StuckPods.Count == 0;

    /// <summary>The image of every container now.</summary>
    public IReadOnlyList<string> FromImages => PodTemplate.Images(Read);

    /// <summary>What it does, field by field, for people.</summary>
    public string Description
    {
        get
        {
            string from = FromRevision is { } number ? $" from revision {number}" : "";
            IEnumerable<string> lines = Changes.Select(change => change.ToString())
                .Concat(Waiting.StuckPods.DescribeRemoval(StuckPods));
            return $"Roll back {Target}{from} to revision {To.Number}"
                + string.Concat(lines.Select(line => $"{Environment.NewLine}  {line}"));
        }
    }

    /// <summary>
    /// Whether another plan for the same workload comes to the same: same template now, same revision to go to, same
    /// fields. Then what was agreed to still holds, though the object was written meanwhile.
    /// </summary>
    /// <param name="other">A plan made later.</param>
    public bool AgreesWith(RollbackPlan other) =>
        other.Read.Uid == Read.Uid && other.To.Number == To.Number && PodTemplate.AreEqual(other.Read, Read)
        && other.Changes.Select(change => change.Path).SequenceEqual(Changes.Select(change => change.Path));
}
