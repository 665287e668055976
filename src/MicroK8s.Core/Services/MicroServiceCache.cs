using MicroK8s.Addresses;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>What the watches have told so far, and what of it was shown. Used by one reader.</summary>
internal sealed class MicroServiceCache(
    IReadOnlyList<ResourceType> types, Func<string, bool> matches, Func<KubeObject, AddressMap, MicroService> describe)
{
    private readonly Dictionary<string, KubeObject> _workloads = new(StringComparer.Ordinal);
    private readonly Dictionary<ResourceType, Dictionary<string, KubeObject>> _reach = [];
    private readonly Dictionary<string, string> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeObject> _removed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly HashSet<ResourceType> _synced = [];
    private AddressMap? _map;

    /// <summary>Takes in one report of a watch.</summary>
    public void Apply(WatchEvent change)
    {
        if (change.Item is not { } item)
        {
            _synced.Add(change.Type);
        }
        else if (AddressMap.Types.Contains(change.Type))
        {
            ApplyReach(change, item);
        }
        else if (matches(item.Name))
        {
            ApplyWorkload(change, item);
        }
    }

    /// <summary>
    /// The services of which something changed that is shown, by namespace and name; none before every watch has told
    /// what was there at its start.
    /// </summary>
    public IReadOnlyList<MicroService> TakeNews()
    {
        if (!types.All(_synced.Contains)) return [];
        if (_map is null) _changed.UnionWith(_workloads.Keys);
        AddressMap map = _map ??= AddressMap.Of(type => _reach.TryGetValue(type, out var items) ? items.Values : []);
        MicroService[] gone = [.. _removed.Values.Select(item => describe(item, map) with
        {
            Status = MicroServiceStatus.Removed, Reason = "It is gone.",
        })];
        MicroService[] news = [.. _changed.Where(_workloads.ContainsKey)
            .Select(uid => (uid, service: describe(_workloads[uid], map)))
            .Where(pair => IsNew(pair.uid, pair.service)).Select(pair => pair.service)];
        _removed.Clear();
        _changed.Clear();
        return [.. gone.Concat(news.OrderBy(service => $"{service.Namespace}/{service.Name}", StringComparer.Ordinal))];
    }

    private void ApplyReach(WatchEvent change, KubeObject item)
    {
        if (!_reach.TryGetValue(change.Type, out var items)) _reach[change.Type] = items = [];
        if (change.Kind == WatchEventKind.Removed) items.Remove(item.Uid);
        else items[item.Uid] = item;
        _map = null;
    }

    private void ApplyWorkload(WatchEvent change, KubeObject item)
    {
        if (change.Kind != WatchEventKind.Removed)
        {
            _workloads[item.Uid] = item;
            _changed.Add(item.Uid);
        }
        else if (_workloads.Remove(item.Uid) && _shown.Remove(item.Uid))
        {
            _removed[item.Uid] = item;
        }
    }

    private bool IsNew(string uid, MicroService service)
    {
        string fingerprint = Fingerprint(service);
        if (_shown.GetValueOrDefault(uid) == fingerprint) return false;
        _shown[uid] = fingerprint;
        return true;
    }

    /// <summary>All that is shown and does not change by itself, as the age does.</summary>
    private static string Fingerprint(MicroService service) => string.Join('\u001f', (string?[])
    [
        $"{service.Desired}/{service.Ready}/{service.Updated}/{service.Available}/{service.Status}",
        service.Reason, service.Version, service.Track, service.Selector,
        .. service.Images, .. service.Containers, .. service.Ports, .. service.Addresses,
        .. service.Traffic.Select(traffic => $"{traffic.Route} {traffic} {traffic.Weight}"),
    ]);
}
