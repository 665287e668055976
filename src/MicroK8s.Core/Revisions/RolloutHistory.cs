using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Revisions;

/// <summary>The revisions of a workload: as many as its <c>revisionHistoryLimit</c> keeps.</summary>
public static class RolloutHistory
{
    /// <summary>All revisions, the newest first.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="sources">
    /// The ReplicaSets or ControllerRevisions of its namespace; those that it does not control are ignored.
    /// </param>
    public static IReadOnlyList<Revision> Of(KubeObject workload, IReadOnlyList<KubeObject> sources) =>
        [.. Read(workload, sources).Select(kept => kept.Revision)];

    /// <summary>The fault of a revision that is not kept.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="history">What is kept.</param>
    /// <param name="what">What was asked for, as in "has no revision 7".</param>
    /// <param name="advice">What to do instead.</param>
    internal static ClusterException NotFound(
        KubeObject workload, IEnumerable<Revision> history, string what, string advice)
    {
        string[] all = [.. history.Select(one => $"{one}{(one.IsCurrent ? " now" : "")}")];
        string kept = all.Length == 0 ? "It has no revision yet." : $"It has {string.Join(", ", all)}.";
        return new ClusterException(
            ClusterFault.RevisionNotFound, $"{workload} has no {what}. {kept}", workload.ToString(), advice);
    }

    /// <summary>All revisions with the objects that keep their templates, the newest first.</summary>
    internal static IReadOnlyList<(Revision Revision, KubeObject Source)> Read(
        KubeObject workload, IReadOnlyList<KubeObject> sources)
    {
        KubeObject? current = RevisionObjects.Current(workload, sources);
        return
        [
            .. from source in sources
               where source.ControllerUid == workload.Uid
               let number = RevisionObjects.NumberOf(source)
               where number is not null
               orderby number descending
               select (Describe(source, number.Value, isCurrent: source.Uid == current?.Uid), source),
        ];
    }

    private static Revision Describe(KubeObject source, long number, bool isCurrent)
    {
        string? cause = source.Annotations.GetValueOrDefault(ServiceLabels.ChangeCause);
        return new Revision(
            number, PodTemplate.Images(source), cause is null ? null : UntrustedText.Quote(cause),
            source.Created ?? DateTimeOffset.MinValue, isCurrent)
        {
            Version = PodTemplate.Version(source),
            Run = PipelineRun.Of(source.Annotations),
        };
    }
}
