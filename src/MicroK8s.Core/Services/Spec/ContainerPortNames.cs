namespace MicroK8s.Services.Spec;

/// <summary>By which names a container knows the ports of its Service.</summary>
internal static class ContainerPortNames
{
    /// <summary>
    /// The ports that the container names. Two ports of the Service may lead to the same one, which is named once:
    /// a second name for the same number is what server-side merging trips over.
    /// </summary>
    public static IReadOnlyList<PortSpec> Named(IReadOnlyList<PortSpec> ports) =>
        [.. ports.OrderBy(port => port.TargetName is not null).DistinctBy(port => (port.Target, port.Protocol))];

    /// <summary>The name that the container has for a port, whichever of the Service's names is given.</summary>
    public static string Of(IReadOnlyList<PortSpec> ports, string name) =>
        ports.FirstOrDefault(port => port.Name == name) is { } meant
            ? Named(ports).First(port => (port.Target, port.Protocol) == (meant.Target, meant.Protocol)).Name
            : name;
}
