namespace MicroK8s.Services.Spec;

/// <summary>How a Service is reached, beside its ports.</summary>
public sealed record ExposureSpec
{
    /// <summary>The Service has no address of its own; its name leads to the pods.</summary>
    public const string Headless = "Headless";

    /// <summary>There is no Service; the ports are those of the container only.</summary>
    public const string None = "None";

    /// <summary>A port on every node leads to the Service.</summary>
    public const string NodePort = "NodePort";

    /// <summary>An address outside of the cluster leads to the Service.</summary>
    public const string LoadBalancer = "LoadBalancer";

    /// <summary>An address inside of the cluster.</summary>
    public const string ClusterIP = "ClusterIP";

    /// <summary>All types.</summary>
    public static IReadOnlyList<string> Types { get; } = [ClusterIP, NodePort, LoadBalancer, Headless, None];

    /// <summary>Whom the same client reaches next time.</summary>
    public static IReadOnlyList<string> Affinities { get; } = ["None", "ClientIP"];

    /// <summary>
    /// The type. Null for the usual one: Headless for a StatefulSet, NodePort with a node port, else ClusterIP.
    /// </summary>
    public string? Type { get; init; }

    /// <summary>The port of the nodes that leads to the only port. Null for one that the server chooses.</summary>
    public int? Port { get; init; }

    /// <summary>
    /// <c>ClientIP</c> keeps a client at its pod, <c>None</c> does not. Null for the server's default.
    /// </summary>
    public string? SessionAffinity { get; init; }

    /// <summary>Seconds without a connection after which a client may come to another pod.</summary>
    public int? SessionAffinitySeconds { get; init; }

    /// <summary>Whether pods that are not ready get connections too.</summary>
    public bool PublishesNotReady { get; init; }
}
