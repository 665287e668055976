using MicroK8s.Routing;

namespace MicroK8s.Traffic.Providers;

/// <summary>One backend of a route, before and after.</summary>
/// <param name="Backend">The backend, for a new one as it shall be.</param>
/// <param name="Index">Its place in the route.</param>
/// <param name="IsNew">Whether the route gets it now.</param>
/// <param name="IsOfService">Whether it is of the service at hand; of others the pods are not looked at.</param>
/// <param name="To">Its new weight, which is also its percentage.</param>
internal sealed record RouteShare(RouteBackend Backend, int Index, bool IsNew, bool IsOfService, int To)
{
    public string? Subset => Backend.Subset;

    public string Label => Backend.Label;

    public int From => IsNew ? 0 : Backend.Percent;

    public int? Raw => IsNew ? null : Backend.Raw;

    /// <summary>What it counts among the others now.</summary>
    public int Counts => IsNew ? 0 : Backend.Counts;

    public bool Rises => To > From;

    public TrafficDestination After => Backend.Destination with { Weight = To, RawWeight = To };
}
