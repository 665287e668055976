using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Routing;
using MicroK8s.Workloads;

namespace MicroK8s.Rollback;

/// <summary>What may take a rollback back, or keep it from reaching the pods.</summary>
internal static class RollbackWarnings
{
    /// <summary>More fields than this make no sentence.</summary>
    private const int Named = 5;

    /// <summary>Sentences; none if all is well.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="changes">The fields of its template that change.</param>
    /// <param name="applied">What kubectl apply last wrote. Null if it was not used.</param>
    /// <param name="ignoreOwner">Whether a controller that reverts the change is a warning only.</param>
    /// <exception cref="ClusterException">OwnedByController.</exception>
    public static IEnumerable<string> Of(
        KubeObject workload, IReadOnlyList<JsonDifference> changes, AppliedManifest? applied, bool ignoreOwner)
    {
        if (changes.Count == 0) return [];
        IReadOnlyList<(string Manager, IReadOnlyList<string> Fields)> managers =
            TemplateManagers.Of(workload, changes);
        string? owner = OwnershipRules.OwnerOf(workload)
            ?? managers.Select(one => one.Manager).FirstOrDefault(TemplateManagers.Reverts);
        if (owner is not null && !ignoreOwner) throw Owned(workload, owner);
        IEnumerable<string?> warnings =
        [
            owner is null ? null : $"{workload} belongs to {owner}, which may revert the rollback at any time.",
            .. managers.Where(one => !TemplateManagers.Reverts(one.Manager))
                .Select(one => OfManager(workload, one.Manager, one.Fields, changes)),
            applied is null ? null : OfApply(workload, applied),
            OfStrategy(workload),
        ];
        return warnings.OfType<string>();
    }

    /// <summary>What the caller may not have meant by the revision that was found.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="goal">What was asked for.</param>
    /// <param name="current">The revision that it is of. Null if the controller has not numbered it yet.</param>
    /// <param name="target">The revision that was found.</param>
    public static IEnumerable<string> OfGoal(
        KubeObject workload, RollbackGoal goal, Revision? current, Revision target)
    {
        if (goal.IsRelative && current?.Created < target.Created)
        {
            yield return $"{workload} was rolled back to revision {current} before: this rollback brings the newer "
                + $"revision {target} back. Use -ToRevision to name the one that is meant; it can be repeated safely.";
        }

        if (goal.Source is null && goal.Revision is { } former && former != target.Number)
        {
            yield return $"Revision {former} of {workload} has been rolled out again since, as revision {target}.";
        }
    }

    /// <summary>
    /// The write takes over the fields that change, and owns alone those that come back (kubernetes.io, Server-Side
    /// Apply, "Conflicts" and "Field management").
    /// </summary>
    private static string? OfManager(
        KubeObject workload, string manager, IReadOnlyList<string> owned, IReadOnlyList<JsonDifference> changes)
    {
        if (manager == FieldManagers.Own)
        {
            // A publish takes over what this module wrote since.
            return $"{workload} was published with Publish-MicroService: the next publish of the same manifest undoes "
                + "this rollback. Correct the manifest first.";
        }

        string[] returning = [.. changes.Where(change => change.From is null).Select(change => change.Path)];
        string conflicts = owned.Count == 0 ? ""
            : $" Its next apply meets conflicts in {List(owned)}, and sets them to what its manifest says if forced.";
        string remains = returning.Length == 0 ? ""
            : $" No apply of it removes what comes back now: {List(returning)}.";
        return conflicts.Length + remains.Length == 0 ? null
            : $"{workload} was laid down by {manager} with server-side apply.{conflicts}{remains}";
    }

    private static string? OfApply(KubeObject workload, AppliedManifest applied)
    {
        const string Advice = "Correct the manifest first.";
        if (!applied.IsReadable)
        {
            return $"{workload} was made with kubectl apply, but its annotation {LastApplied.Annotation} cannot be "
                + $"read: the next apply may bring back what is rolled back now. {Advice}";
        }

        return applied.Reverting.Count == 0 ? null
            : $"{workload} was made with kubectl apply: the next apply of the same manifest changes "
                + $"{List(applied.Reverting)} again. {Advice}";
    }

    private static string? OfStrategy(KubeObject workload)
    {
        int partition = UpdateStrategy.Partition(workload);
        if (WorkloadKinds.Of(workload) == WorkloadKind.Deployment) return null;
        if (UpdateStrategy.IsOnDelete(workload))
        {
            return $"{workload} has the update strategy OnDelete: its pods stay as they are until you delete them.";
        }

        return partition == 0 ? null
            : $"{workload} has the partition {partition}: pods with a lower ordinal stay as they are.";
    }

    private static string List(IReadOnlyList<string> fields) => fields.Count <= Named
        ? string.Join(", ", fields)
        : $"{string.Join(", ", fields.Take(Named))} and {fields.Count - Named} more fields";

    private static ClusterException Owned(KubeObject workload, string owner) => new(
        ClusterFault.OwnedByController,
        $"{workload} belongs to {owner}, which would revert the rollback. Nothing was changed.", workload.ToString(),
        "Go back where it comes from, or insist with -Force.");
}
