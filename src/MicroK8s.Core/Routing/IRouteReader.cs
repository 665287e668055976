using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>Reads the routes of one provider out of its objects. Pure.</summary>
internal interface IRouteReader
{
    /// <summary>The provider, such as <c>Istio</c>.</summary>
    string Provider { get; }

    /// <summary>The kinds to list or watch beside Services; a kind that the server does not have means no route.</summary>
    IReadOnlyList<ResourceType> Reads { get; }

    /// <summary>All routes, object by object and in their order of precedence within one.</summary>
    /// <param name="read">What was read.</param>
    IEnumerable<TrafficRoute> Routes(RoutingObjects read);
}
