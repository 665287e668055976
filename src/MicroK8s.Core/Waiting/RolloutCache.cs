using System.Collections.Immutable;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Workloads;

namespace MicroK8s.Waiting;

/// <summary>What the watches have told so far. Used by one reader; gives immutable snapshots.</summary>
internal sealed class RolloutCache(KubeObject baseline)
{
    /// <summary>
    /// The scheduler lets at most ten seconds pass between two tries to place a pod (kubernetes/kubernetes,
    /// pkg/scheduler, <c>podMaxBackoffSeconds</c>), so what it said while old pods still ended may be that old.
    /// </summary>
    public static TimeSpan LongestRetry { get; } = TimeSpan.FromSeconds(10);

    private readonly Dictionary<ResourceType, Dictionary<string, KubeObject>> _known = [];
    private readonly IReadOnlyList<ResourceQuery> _sources = RolloutWatches.QueriesFor(baseline);
    private readonly HashSet<ResourceQuery> _synced = [];
    private ImmutableDictionary<string, DateTimeOffset> _startsSeen = ImmutableDictionary<string, DateTimeOffset>.Empty;
    private Dictionary<string, DateTimeOffset> _suspected = [];
    private HashSet<(ClusterFault? Fault, string? Pod, string? Container)> _excused = [];

    /// <summary>Whether every watch has told what was there at its start; before, evidence may be missing.</summary>
    public bool IsComplete => _sources.All(_synced.Contains);

    /// <summary>Takes in one report of a watch.</summary>
    /// <param name="news">The report.</param>
    /// <param name="now">When it came, by the clock of this machine.</param>
    public void Apply(WatchedEvent news, DateTimeOffset now)
    {
        if (news.Change.Item is not { } item)
        {
            _synced.Add(news.Source);
            return;
        }

        if (!_known.TryGetValue(news.Source.Type, out var items)) _known[news.Source.Type] = items = [];
        if (news.Change.Kind == WatchEventKind.Removed)
        {
            items.Remove(item.Uid);
        }
        else
        {
            if (news.Source.Type == ResourceTypes.Pod && _synced.Contains(news.Source))
            {
                NoteStarts(item, items.GetValueOrDefault(item.Uid), now);
            }

            items[item.Uid] = item;
        }
    }

    private void NoteStarts(KubeObject pod, KubeObject? before, DateTimeOffset now)
    {
        HashSet<string?> known = before is null ? [] : [.. RunsOf(before)];
        foreach (string run in RunsOf(pod).OfType<string>().Where(run => !known.Contains(run)))
        {
            _startsSeen = _startsSeen.SetItem(run, now);
        }

        IEnumerable<string?> RunsOf(KubeObject item) =>
            new PodView(item, [], now).Containers.Select(container => container.Run);
    }

    /// <summary>
    /// Notes which suspicions stand. One that is gone for a moment starts afresh, and so does one that something
    /// excuses (pods that leave, a node that comes): its grace period begins when the cluster must have tried again
    /// after the last excuse.
    /// </summary>
    public void Remember(IReadOnlyList<RolloutCause> suspicions, DateTimeOffset now)
    {
        _suspected = suspicions.Where(cause => cause.GracePeriod is not null).DistinctBy(cause => cause.Key)
            .ToDictionary(
                cause => cause.Key,
                cause => _suspected.GetValueOrDefault(
                    cause.Key, _excused.Contains(PlaceOf(cause)) ? now + LongestRetry : now),
                StringComparer.Ordinal);
        _excused = suspicions.Where(cause => cause.IsExcused).Select(PlaceOf).ToHashSet();
    }

    private static (ClusterFault?, string?, string?) PlaceOf(RolloutCause cause) =>
        (cause.Fault, cause.Pod, cause.Container);

    /// <summary>All that is known now.</summary>
    public RolloutSnapshot Snapshot(DateTimeOffset now)
    {
        WorkloadKind kind = WorkloadKinds.Of(baseline);
        KubeObject? workload = Items(kind.Type()) is [var first, ..] ? first : null;
        return new RolloutSnapshot(baseline, workload, now)
        {
            Revisions = Items(RevisionObjects.TypeFor(kind)),
            Pods = Items(ResourceTypes.Pod),
            Events = Items(ResourceTypes.Event),
            StartsSeen = _startsSeen,
            SuspectedSince = _suspected,
        };
    }

    private IReadOnlyList<KubeObject> Items(ResourceType type) =>
        _known.TryGetValue(type, out Dictionary<string, KubeObject>? items) ? [.. items.Values] : [];
}
