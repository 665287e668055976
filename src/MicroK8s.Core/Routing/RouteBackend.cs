using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>One backend of a route: a Service, or a subset of its pods.</summary>
/// <param name="Destination">The backend as written, with its share in whole percent.</param>
/// <param name="Service">The Service that its host means.</param>
/// <param name="Pods">The pods behind it. Null if nothing that holds for the route defines the subset that it names.
/// </param>
internal sealed record RouteBackend(TrafficDestination Destination, ServiceHost Service, PodSelector? Pods)
{
    /// <summary>The subset. Null for all pods of the Service.</summary>
    public string? Subset => Destination.Subset;

    /// <summary>The name by which people mean it among the backends of a route: the subset, else the Service.</summary>
    public string Label => Subset ?? Service.Name;

    /// <summary>Its share in whole percent.</summary>
    public int Percent => Destination.Weight;

    /// <summary>Its weight as written. Null if it is omitted.</summary>
    public int? Raw => Destination.RawWeight;

    /// <summary>What an omitted weight counts as; each provider has a default of its own.</summary>
    public int Omitted { get; init; }

    /// <summary>Its weight as it counts among the others.</summary>
    public int Counts => Math.Max(Raw ?? Omitted, 0);

    /// <summary>
    /// The object whose pods it has, where the route is made of such. Null for a Service or a subset.
    /// </summary>
    public KubeObject? Source { get; init; }

    /// <summary>Why the provider sends no request to it whatever its weight, as a clause. Null if it does.</summary>
    public string? Refused { get; init; }

    /// <summary>Whether a label means this backend: a subset of the service, or a Service beside it.</summary>
    public bool Is(ServiceHost service, string label) =>
        Subset is null
            ? Service.Namespace == service.Namespace && (Label == label || Destination.Host == label)
            : Subset == label && Service == service;

    /// <summary>Whether it selects pods of a namespace with these labels.</summary>
    public bool Selects(string? namespaceName, IReadOnlyDictionary<string, string> labels) =>
        Pods?.Selects(namespaceName, labels) == true;
}
