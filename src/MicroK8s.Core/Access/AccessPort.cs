namespace MicroK8s.Access;

/// <summary>A port of a pod.</summary>
/// <param name="Number">Its number, 1 to 65535: that of the container, not that of a Service in front of it.</param>
public sealed record AccessPort(int Number)
{
    /// <summary>The name of the container's port. Null if it has none.</summary>
    public string? Name { get; init; }

    /// <summary>TCP, UDP or SCTP.</summary>
    public string Protocol { get; init; } = "TCP";

    /// <summary>
    /// Whether the mesh takes its traffic for HTTP, by name or appProtocol of the Service's port (istio.io, "Protocol
    /// Selection"). Null if neither says it: then Istio detects it.
    /// </summary>
    public bool? IsHttp { get; init; }

    /// <summary>The number, the name and, if it is not TCP, the protocol.</summary>
    public override string ToString() =>
        $"{Number}{(Name is null ? "" : $" ({Name})")}{(Protocol == "TCP" ? "" : $"/{Protocol}")}";
}
