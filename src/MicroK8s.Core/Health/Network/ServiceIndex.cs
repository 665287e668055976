using MicroK8s.Resources;

namespace MicroK8s.Health.Network;

/// <summary>Services and their endpoints by name: a few numbers of each.</summary>
public sealed class ServiceIndex
{
    private readonly Dictionary<(string Namespace, string Name), ServiceState> _services = [];

    /// <summary>The Services that exist.</summary>
    public IEnumerable<ServiceState> All => _services.Values.Where(service => service.Exists);

    /// <summary>Takes an object in.</summary>
    /// <param name="item">Any object.</param>
    /// <returns>Whether it was a Service or an EndpointSlice.</returns>
    public bool Take(KubeObject item)
    {
        if (item.Kind == ResourceTypes.Service.Kind)
        {
            Of(item.Namespace, item.Name).Read(item);
            return true;
        }

        if (item.Kind != ResourceTypes.EndpointSlice.Kind) return false;
        if (SliceRules.ServiceOf(item) is { } service) Of(item.Namespace, service).Add(item);
        return true;
    }

    /// <summary>A Service.</summary>
    /// <param name="namespaceName">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Null if there is none.</returns>
    public ServiceState? Find(string namespaceName, string name) =>
        _services.GetValueOrDefault((namespaceName, name)) is { Exists: true } found ? found : null;

    private ServiceState Of(string? namespaceName, string name)
    {
        (string, string) key = (namespaceName ?? "", name);
        if (!_services.TryGetValue(key, out ServiceState? state)) _services[key] = state = new(key.Item1, name);
        return state;
    }
}
