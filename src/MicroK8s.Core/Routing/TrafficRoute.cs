using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>One route of whatever provider: requests that it takes are shared among its backends.</summary>
/// <param name="Provider">Who carries it out, such as <c>Istio</c>.</param>
/// <param name="Object">The object that it stands in, as it was read.</param>
/// <param name="Target">The address of that object.</param>
/// <param name="Path">Its place in the object, a JSON Pointer (RFC 6901).</param>
/// <param name="Label">What <c>-RouteName</c> takes: the name, else the index.</param>
/// <param name="Name">Its own name. Null if it has none.</param>
/// <param name="Backends">Where it leads, in its order; none for a redirect.</param>
/// <param name="Match">Which requests it takes.</param>
/// <param name="Mirrors">Where copies of requests go, whose answers nobody sees.</param>
internal sealed record TrafficRoute(
    string Provider, KubeObject Object, ResourceRef Target, string Path, string Label, string? Name,
    IReadOnlyList<RouteBackend> Backends, RouteMatch Match, IReadOnlyList<RouteBackend> Mirrors)
{
    /// <summary>What the provider calls a route.</summary>
    public string Part { get; init; } = "route";

    /// <summary>Whether it can tell subsets of a Service apart; otherwise each backend is a Service.</summary>
    public bool HasSubsets { get; init; }

    /// <summary>Backends that it could have beside: what is defined for its services and not used by it.</summary>
    public IReadOnlyList<RouteBackend> Spare { get; init; } = [];

    /// <summary>Why no request comes to it, as a clause. Null if requests do.</summary>
    public string? Unreachable { get; init; }

    /// <summary>The controller that sets its weights or would revert a change of them. Null if there is none.</summary>
    public string? Owner { get; init; }

    /// <summary>As messages name it.</summary>
    public string Title => $"{Target}, {Part} {Label}";

    public string Namespace => Target.Namespace ?? "";

    /// <summary>Whether a backend gets requests by its weight.</summary>
    public bool LeadsTo(ServiceHost service, string label) =>
        Backends.Any(backend => backend.Percent > 0 && backend.Is(service, label));

    /// <summary>The place of a backend, -1 if it is not there.</summary>
    public int IndexOf(ServiceHost service, string label) => Enumerable.Range(0, Backends.Count)
        .Where(index => Backends[index].Is(service, label)).DefaultIfEmpty(-1).First();

    /// <summary>Whether two records mean the same route.</summary>
    public bool IsSame(TrafficRoute other) => Target == other.Target && Path == other.Path;
}
