using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Rollback;

/// <summary>
/// Plans a rollback by kubectl's rules (kubernetes/kubectl, pkg/polymorphichelpers/rollback.go): only ReplicaSets or
/// ControllerRevisions that the workload controls count, a paused rollout is refused, the controller's hash label is no
/// part of a template, and an identical template is nothing to do. Unlike kubectl it writes nothing but the template
/// and what names it, so annotations of others stay.
/// </summary>
public static class RollbackPlanner
{
    /// <summary>Labels of the workload itself that say which version it is; they follow the template.</summary>
    private static readonly string[] VersionLabels = [ServiceLabels.Version, ServiceLabels.RecommendedVersion];

    /// <summary>What tells of the rollout of a revision; that of the bad one must not stay on the good.</summary>
    private static readonly string[] RecordKeys = [ServiceLabels.ChangeCause, .. PipelineRun.Keys];

    /// <summary>Plans the way back.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="sources">
    /// The ReplicaSets or ControllerRevisions of its namespace; those of other owners are ignored.
    /// </param>
    /// <param name="pods">Its pods; those of other owners are ignored.</param>
    /// <param name="goal">Where to go back to.</param>
    /// <exception cref="ClusterException">RevisionNotFound, RolloutPaused, OwnedByController.</exception>
    public static RollbackPlan Plan(
        KubeObject workload, IReadOnlyList<KubeObject> sources, IReadOnlyList<KubeObject> pods, RollbackGoal goal)
    {
        IReadOnlyList<(Revision Revision, KubeObject Source)> history = RolloutHistory.Read(workload, sources);
        (Revision Revision, KubeObject Source) current = history.FirstOrDefault(kept => kept.Revision.IsCurrent);
        bool isDone = current.Revision is not null && goal.IsDone(workload, current);
        (Revision target, KubeObject source) = isDone ? current : goal.Choose(workload, history);
        if (UpdateStrategy.IsPaused(workload)) throw Paused(workload);

        var patch = new JsonPatch(workload);
        JsonObject before = PodTemplate.Of(workload);
        JsonObject after = PodTemplate.Of(source);
        JsonDifference[] changes = [.. TemplateDifference.Between(before, after)];
        AppliedManifest? applied = changes.Length == 0 ? null : AppliedManifest.Of(workload, before, after);
        IReadOnlyList<KubeObject> stuck = StuckPods.Of(
            workload, pod => RevisionObjects.IsOf(pod, workload, source), pods);
        JsonDifference[] remaking = stuck.Count == 0 ? [] : [.. SetPartition(workload, patch)];
        string? note = RollbackNote.Of(goal.Run, current.Revision?.Number, target.Number)?.ToString();
        JsonDifference[] all =
        [
            .. changes, .. changes.Length == 0 ? [] : Record(workload, source, applied, after, note, patch),
            .. remaking,
        ];
        return new RollbackPlan(
            WorkloadKinds.RefOf(workload), workload, current.Revision?.Number, target, all, patch)
        {
            Goal = goal,
            IsDone = isDone,
            Source = source,
            References = TemplateReferences.Of(source),
            StuckPods = stuck,
            Warnings =
            [
                .. changes.Length == 0 ? [] : RollbackWarnings.OfGoal(workload, goal, current.Revision, target),
                .. RollbackWarnings.Of(workload, [.. changes, .. remaking], applied, goal.IgnoreOwner),
            ],
        };
    }

    /// <summary>Without a partition, a stuck pod that is deleted would be made again as it was.</summary>
    private static IEnumerable<JsonDifference> SetPartition(KubeObject workload, JsonPatch patch)
    {
        if (!StatefulSetRules.RemakesAsBefore(workload)) return [];
        JsonObject now = workload.ToNode();
        JsonObject wanted = workload.ToNode();
        wanted.Open("spec").Open("updateStrategy").Open("rollingUpdate")["partition"] = 0;
        JsonPatchDifference.Append(patch, now, wanted);
        return JsonDifference.Between(now, wanted);
    }

    /// <summary>Writes the template and what names it.</summary>
    private static List<JsonDifference> Record(
        KubeObject workload, KubeObject source, AppliedManifest? applied, JsonObject template, string? note,
        JsonPatch patch)
    {
        patch.Replace("/spec/template", template);
        List<JsonDifference> changes = SetVersions(workload, source, patch);
        if (workload.Annotations.Count == 0 && (note is not null || RecordKeys.Any(source.Annotations.ContainsKey)))
        {
            patch.Add("/metadata/annotations", new JsonObject());
        }

        changes.AddRange(RecordKeys.SelectMany(
            key => SetAnnotation(workload, key, source.Annotations.GetValueOrDefault(key), patch)));
        changes.AddRange(SetAnnotation(workload, RollbackNote.Annotation, note, patch));
        JsonDifference[] amended = [.. applied?.Changes ?? []];
        if (amended.Length > 0) patch.Replace(AnnotationPath(LastApplied.Annotation), applied!.Text);
        return [.. changes, .. amended];
    }

    private static List<JsonDifference> SetVersions(KubeObject workload, KubeObject source, JsonPatch patch)
    {
        IReadOnlyDictionary<string, string> wanted = PodTemplate.ElementOf(source).Map("metadata", "labels");
        var changes = new List<JsonDifference>();
        foreach (string label in VersionLabels)
        {
            if (workload.Labels.TryGetValue(label, out string? now)
                && wanted.TryGetValue(label, out string? then) && now != then)
            {
                patch.Replace($"/metadata/labels/{JsonPatch.Escape(label)}", then);
                changes.Add(new JsonDifference($"metadata.labels[{label}]", now, then));
            }
        }

        return changes;
    }

    private static JsonDifference[] SetAnnotation(KubeObject workload, string key, string? then, JsonPatch patch)
    {
        string? now = workload.Annotations.GetValueOrDefault(key);
        if (now == then) return [];
        if (then is null)
        {
            patch.Remove(AnnotationPath(key));
        }
        else
        {
            patch.Add(AnnotationPath(key), then);
        }

        return [new JsonDifference($"metadata.annotations[{key}]", now, then)];
    }

    private static string AnnotationPath(string key) => $"/metadata/annotations/{JsonPatch.Escape(key)}";

    private static ClusterException Paused(KubeObject workload) => new(
        ClusterFault.RolloutPaused, $"{workload} is paused, so it cannot be rolled back.", workload.ToString(),
        $"Resume it first: {AdvisedCommand.For("Resume-Rollout", workload.Name, workload.Namespace)}.");
}
