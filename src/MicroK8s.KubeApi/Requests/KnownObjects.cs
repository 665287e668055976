using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Requests;

/// <summary>The objects that a watch has told of, so that what vanished while it was away can be told too.</summary>
internal sealed class KnownObjects(ResourceType type)
{
    private readonly Dictionary<string, KubeObject> _items = new(StringComparer.Ordinal);

    public WatchEvent Changed(KubeObject item)
    {
        _items[item.Uid] = item;
        return new WatchEvent(WatchEventKind.Changed, type, item);
    }

    public WatchEvent Removed(KubeObject item)
    {
        _items.Remove(item.Uid);
        return new WatchEvent(WatchEventKind.Removed, type, item);
    }

    /// <summary>Takes over a whole list, and tells what is different from what was told before.</summary>
    /// <param name="present">All objects that there are now, by uid.</param>
    public IEnumerable<WatchEvent> TakeOver(IReadOnlyDictionary<string, KubeObject> present)
    {
        foreach ((string uid, KubeObject item) in present)
        {
            if (_items.GetValueOrDefault(uid)?.ResourceVersion != item.ResourceVersion) yield return Changed(item);
        }

        foreach (KubeObject gone in _items.Values.Where(item => !present.ContainsKey(item.Uid)).ToArray())
        {
            yield return Removed(gone);
        }
    }
}
