using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>The objects that decide about traffic, as they were read: routing rules of every provider, and Services.</summary>
public sealed class RoutingObjects
{
    private readonly Func<ResourceType, IEnumerable<KubeObject>> _read;
    private readonly Lazy<Dictionary<ServiceHost, IReadOnlyDictionary<string, string>>> _selectors;

    /// <summary>Takes what was read.</summary>
    /// <param name="read">Gives the objects of a kind; none for a kind that the server does not have.</param>
    public RoutingObjects(Func<ResourceType, IEnumerable<KubeObject>> read)
    {
        _read = read;
        _selectors = new(ReadSelectors);
    }

    /// <summary>The objects of a kind, in the order in which they were read.</summary>
    /// <param name="type">The kind.</param>
    public IEnumerable<KubeObject> Of(ResourceType type) => _read(type);

    /// <summary>
    /// What a Service selects. Null if it was not read, or selects nothing: its endpoints are then somebody else's.
    /// </summary>
    /// <param name="service">The Service.</param>
    public IReadOnlyDictionary<string, string>? SelectorOf(ServiceHost service) =>
        _selectors.Value.GetValueOrDefault(service);

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
