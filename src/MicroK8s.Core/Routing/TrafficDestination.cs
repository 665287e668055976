namespace MicroK8s.Routing;

/// <summary>One destination of a route.</summary>
/// <param name="Host">The host as written.</param>
/// <param name="Subset">The subset. Null for all pods of the service.</param>
/// <param name="Port">The port of the service. Null if the route names none.</param>
/// <param name="Weight">Its share in whole percent.</param>
/// <param name="RawWeight">The weight as written. Null if it is omitted.</param>
public sealed record TrafficDestination(string Host, string? Subset, int? Port, int Weight, int? RawWeight)
{
    /// <summary>The subset, else the host.</summary>
    public string Label => Subset ?? Host;

    /// <inheritdoc/>
    public override string ToString() => $"{Label} {Weight}%";
}
