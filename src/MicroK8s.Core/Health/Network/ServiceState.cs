using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Health.Network;

/// <summary>What the checks need to know of a Service.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
public sealed class ServiceState(string Namespace, string Name)
{
    private readonly HashSet<string> _servedPorts = new(StringComparer.Ordinal);

    /// <summary>The object, as findings name it.</summary>
    public HealthTarget Target { get; } = HealthTarget.Of("Service", Namespace, Name);

    /// <summary>Its namespace.</summary>
    public string Namespace { get; } = Namespace;

    /// <summary>Its name.</summary>
    public string Name { get; } = Name;

    /// <summary>Whether the Service itself was seen: a slice may outlive it for a moment.</summary>
    public bool Exists { get; private set; }

    /// <summary>The labels that its pods must have. Empty if it has no selector.</summary>
    public IReadOnlyDictionary<string, string> Selector { get; private set; } = new Dictionary<string, string>();

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; private set; } = new Dictionary<string, string>();

    /// <summary>
    /// Its ports: name, which is empty if there is none, number, and the port of the pods as written.
    /// </summary>
    public IReadOnlyList<(string Name, int Number, string Target)> Ports { get; private set; } = [];

    /// <summary>Whether it is only another name of a host outside.</summary>
    public bool IsExternalName { get; private set; }

    /// <summary>Since when it waits for an external address. Null if it does not.</summary>
    public DateTimeOffset? WaitsForAddressSince { get; private set; }

    /// <summary>How many endpoints it has.</summary>
    public int Endpoints { get; private set; }

    /// <summary>How many of them are ready.</summary>
    public int Ready { get; private set; }

    /// <summary>Whether a request to it is answered; what is outside of the cluster is taken to.</summary>
    public bool HasEndpoints => IsExternalName || Ready > 0;

    /// <summary>Whether endpoints have a port of this name.</summary>
    /// <param name="port">The name of a port of the Service.</param>
    public bool Serves(string port) => _servedPorts.Contains(port);

    /// <summary>Whether it has a port.</summary>
    /// <param name="port">The number or the name, as an Ingress or a route has it. Null for any.</param>
    public bool HasPort(string? port) =>
        port is null || Ports.Any(own => own.Name == port || $"{own.Number}" == port);

    /// <summary>Reads the Service.</summary>
    /// <param name="service">The object.</param>
    public void Read(KubeObject service)
    {
        Exists = true;
        Selector = service.Json.Map("spec", "selector");
        Labels = service.Labels;
        Ports = [.. service.Json.Items("spec", "ports").Select(port => (
            port.Text("name") ?? "", port.Count("port"), port.Text("targetPort") ?? $"{port.Count("port")}"))];
        string? type = service.Json.Text("spec", "type");
        IsExternalName = type == "ExternalName";
        WaitsForAddressSince =
            type == "LoadBalancer" && !service.Json.Items("status", "loadBalancer", "ingress").Any()
                ? service.Created
                : null;
    }

    /// <summary>Adds the endpoints of a slice.</summary>
    /// <param name="slice">An EndpointSlice of the Service.</param>
    public void Add(KubeObject slice)
    {
        (int ready, int all) = SliceRules.Count(slice);
        Ready += ready;
        Endpoints += all;
        if (all == 0) return;
        foreach (JsonElement port in slice.Json.Items("ports")) _servedPorts.Add(port.Text("name") ?? "");
    }
}
