using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Workloads;

namespace MicroK8s.Waiting;

/// <summary>What the watches have told so far. Used by one reader; gives immutable snapshots.</summary>
internal sealed class RolloutCache(KubeObject baseline)
{
    private readonly Dictionary<ResourceType, Dictionary<string, KubeObject>> _known = [];
    private readonly IReadOnlyList<ResourceQuery> _sources = RolloutWatches.QueriesFor(baseline);
    private readonly HashSet<ResourceQuery> _synced = [];
    private Dictionary<string, DateTimeOffset> _suspected = [];

    /// <summary>Whether every watch has told what was there at its start; before, evidence may be missing.</summary>
    public bool IsComplete => _sources.All(_synced.Contains);

    /// <summary>Takes in one report of a watch.</summary>
    public void Apply(WatchedEvent news)
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
            items[item.Uid] = item;
        }
    }

    /// <summary>
    /// Notes which suspicions stand. One that is gone for a moment starts afresh, and so does one that something
    /// excuses (pods that leave, a node that comes): its grace period begins when the last excuse ends.
    /// </summary>
    public void Remember(IReadOnlyList<RolloutCause> suspicions, DateTimeOffset now) => _suspected = suspicions
        .Where(cause => cause.GracePeriod is not null).Select(cause => cause.Key).Distinct()
        .ToDictionary(key => key, key => _suspected.GetValueOrDefault(key, now), StringComparer.Ordinal);

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
            SuspectedSince = _suspected,
        };
    }

    private IReadOnlyList<KubeObject> Items(ResourceType type) =>
        _known.TryGetValue(type, out Dictionary<string, KubeObject>? items) ? [.. items.Values] : [];
}
