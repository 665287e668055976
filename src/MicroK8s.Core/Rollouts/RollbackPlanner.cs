using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Rollouts;

/// <summary>
/// Plans a rollback by kubectl's rules (kubernetes/kubectl, pkg/polymorphichelpers/rollback.go): only ReplicaSets that
/// the Deployment controls count, a paused rollout is refused, the controller's hash label is no part of a template,
/// and an identical template is nothing to do. Unlike kubectl it writes nothing but the template and what names it,
/// so annotations of others stay.
/// </summary>
public static class RollbackPlanner
{
    /// <summary>Labels of the workload itself that say which version it is; they follow the template.</summary>
    private static readonly string[] VersionLabels = [ServiceLabels.Version, ServiceLabels.RecommendedVersion];

    /// <summary>Plans the way back.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="replicaSets">ReplicaSets of its namespace; those of other owners are ignored.</param>
    /// <param name="toRevision">The revision. Null for the one before the current one.</param>
    /// <exception cref="ClusterException">RevisionNotFound, RolloutPaused.</exception>
    public static RollbackPlan Plan(KubeObject deployment, IReadOnlyList<KubeObject> replicaSets, long? toRevision)
    {
        IReadOnlyList<(Revision Revision, KubeObject Source)> history = RolloutHistory.Read(deployment, replicaSets);
        (Revision? target, KubeObject source) = toRevision is { } number
            ? history.FirstOrDefault(kept => kept.Revision.Number == number)
            : history.FirstOrDefault(kept => !kept.Revision.IsCurrent);
        if (target is null) throw NotFound(deployment, RolloutHistory.Of(deployment, replicaSets), toRevision);
        if (deployment.Json.Flag("spec", "paused")) throw Paused(deployment);

        var patch = new JsonPatch(deployment);
        return new RollbackPlan(
            new ResourceRef(ResourceTypes.Deployment, deployment.Namespace, deployment.Name), deployment,
            history.FirstOrDefault(kept => kept.Revision.IsCurrent).Revision?.Number, target,
            [.. Change(deployment, target, source, patch)], patch)
        {
            References = TemplateReferences.Of(source),
        };
    }

    private static IEnumerable<JsonDifference> Change(
        KubeObject deployment, Revision target, KubeObject source, JsonPatch patch)
    {
        JsonObject template = PodTemplate.Of(source);
        JsonDifference[] changes =
            [.. JsonDifference.Between(PodTemplate.Of(deployment), template, "template").Select(HideValue)];
        if (changes.Length == 0) return changes;
        patch.Replace("/spec/template", template);
        return changes.Concat(SetVersions(deployment, source, patch)).Concat(SetCause(deployment, target, patch));
    }

    /// <summary>The value of an environment variable may be a secret; that it changes is all that is told.</summary>
    private static JsonDifference HideValue(JsonDifference change) =>
        change.Path.Contains(".env[", StringComparison.Ordinal) && change.Path.EndsWith("].value", StringComparison.Ordinal)
            ? change with
            {
                From = change.From is null ? null : "(value not shown)",
                To = change.To is null ? null : "(another value, not shown)",
            }
            : change;

    private static List<JsonDifference> SetVersions(KubeObject deployment, KubeObject target, JsonPatch patch)
    {
        IReadOnlyDictionary<string, string> wanted = target.Json.Map("spec", "template", "metadata", "labels");
        var changes = new List<JsonDifference>();
        foreach (string label in VersionLabels)
        {
            if (deployment.Labels.TryGetValue(label, out string? now)
                && wanted.TryGetValue(label, out string? then) && now != then)
            {
                patch.Replace($"/metadata/labels/{JsonPatch.Escape(label)}", then);
                changes.Add(new JsonDifference($"metadata.labels[{label}]", now, then));
            }
        }

        return changes;
    }

    /// <summary>The recorded cause comes back; the cause of the bad revision must not stay on the good one.</summary>
    private static JsonDifference[] SetCause(KubeObject deployment, Revision target, JsonPatch patch)
    {
        string? now = deployment.Annotations.GetValueOrDefault(ServiceLabels.ChangeCause);
        if (now == target.ChangeCause) return [];
        string path = $"/metadata/annotations/{JsonPatch.Escape(ServiceLabels.ChangeCause)}";
        if (target.ChangeCause is null)
        {
            patch.Remove(path);
        }
        else
        {
            if (deployment.Annotations.Count == 0) patch.Add("/metadata/annotations", new JsonObject());
            patch.Add(path, target.ChangeCause);
        }

        return [new JsonDifference($"metadata.annotations[{ServiceLabels.ChangeCause}]", now, target.ChangeCause)];
    }

    private static ClusterException NotFound(
        KubeObject deployment, IReadOnlyList<Revision> history, long? toRevision)
    {
        string kept = history.Count == 0
            ? "It has no revision yet."
            : $"It has {string.Join(", ", history.Select(one => $"{one}{(one.IsCurrent ? " now" : "")}"))}.";
        string what = toRevision is { } number ? $"no revision {number}" : "no revision before the current one";
        return new ClusterException(
            ClusterFault.RevisionNotFound, $"{deployment} has {what}. {kept}", deployment.ToString(),
            toRevision is null
                ? "Roll out another image with Set-MicroService; revisionHistoryLimit says how many revisions are kept."
                : "Choose one of these with -ToRevision.");
    }

    private static ClusterException Paused(KubeObject deployment) => new(
        ClusterFault.RolloutPaused, $"{deployment} is paused, so it cannot be rolled back.", deployment.ToString(),
        $"Resume it first: kubectl rollout resume deployment/{deployment.Name}.");
}
