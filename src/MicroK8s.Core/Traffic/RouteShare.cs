using System.Globalization;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>One destination of a route, before and after.</summary>
/// <param name="Destination">The destination, for a new one as it shall be.</param>
/// <param name="Index">Its place in the route.</param>
/// <param name="IsNew">Whether the route gets it now.</param>
/// <param name="IsOfService">Whether it is of the service at hand; of others the pods are not looked at.</param>
/// <param name="To">Its new weight, which is also its percentage.</param>
internal sealed record RouteShare(TrafficDestination Destination, int Index, bool IsNew, bool IsOfService, int To)
{
    public string? Subset => Destination.Subset;

    public string Label => Destination.Label;

    public int From => IsNew ? 0 : Destination.Weight;

    public int? Raw => IsNew ? null : Destination.RawWeight;

    public bool Rises => To > From;

    public TrafficDestination After => Destination with { Weight = To, RawWeight = To };

    public string Path(IstioRoute route) => $"{route.Path}/route/{Index}";

    public string Field(IstioRoute route)
    {
        string path = $"spec.http[{route.Index}].route[{Index}]";
        string from = Raw?.ToString(CultureInfo.InvariantCulture) ?? "absent";
        return IsNew ? $"{path} new: {Label}, weight {To}" : $"{path}.weight {from} → {To}";
    }
}
