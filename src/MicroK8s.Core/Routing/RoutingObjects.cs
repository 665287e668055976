using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>
/// The objects that decide about traffic, as they were read: routing rules of every provider, and Services.
/// </summary>
public sealed class RoutingObjects
{
    private readonly Func<ResourceType, IEnumerable<KubeObject>> _read;
    private readonly Func<ResourceType, ListReach> _reach;
    private readonly Lazy<Dictionary<ServiceHost, IReadOnlyDictionary<string, string>>> _selectors;

    /// <summary>Takes what was read.</summary>
    /// <param name="read">Gives the objects of a kind; none for a kind that the server does not have.</param>
    /// <param name="reach">How far each kind could be read. Null if all of every kind was.</param>
    public RoutingObjects(
        Func<ResourceType, IEnumerable<KubeObject>> read, Func<ResourceType, ListReach>? reach = null)
    {
        _read = read;
        _reach = reach ?? (_ => ListReach.All);
        _selectors = new(ReadSelectors);
    }

    /// <summary>The objects of a kind, in the order in which they were read.</summary>
    /// <param name="type">The kind.</param>
    public IEnumerable<KubeObject> Of(ResourceType type) => _read(type);

    /// <summary>Whether an object of a kind that was not read does not exist.</summary>
    /// <param name="type">The kind.</param>
    public bool IsWhole(ResourceType type) => _reach(type) is ListReach.All or ListReach.NotServed;

    /// <summary>Whether the server has a kind.</summary>
    /// <param name="type">The kind.</param>
    public bool IsServed(ResourceType type) => _reach(type) != ListReach.NotServed;

    /// <summary>
    /// What a Service selects. Null if it was not read, or selects nothing: its endpoints are then somebody else's.
    /// </summary>
    /// <param name="service">The Service.</param>
    public IReadOnlyDictionary<string, string>? SelectorOf(ServiceHost service) =>
        _selectors.Value.GetValueOrDefault(service);

    /// <summary>The same with other objects.</summary>
    /// <param name="change">Gives an object in place of each; null if it is gone.</param>
    internal RoutingObjects With(Func<ResourceType, KubeObject, KubeObject?> change) =>
        new(type => _read(type).Select(item => change(type, item)).OfType<KubeObject>(), _reach);

    private Dictionary<ServiceHost, IReadOnlyDictionary<string, string>> ReadSelectors()
    {
        var selectors = new Dictionary<ServiceHost, IReadOnlyDictionary<string, string>>();
        foreach (KubeObject service in _read(ResourceTypes.Service))
        {
            IReadOnlyDictionary<string, string> selector = service.Json.Map("spec", "selector");
            if (selector.Count > 0) selectors[new ServiceHost(service.Name, service.Namespace)] = selector;
        }

        return selectors;
    }
}
