namespace MicroK8s.Services;

/// <summary>What is wanted of a new micro service. Checked by <see cref="ServiceSpecRules"/>.</summary>
/// <param name="Name">The name of everything that is made.</param>
/// <param name="Namespace">Where it is made.</param>
/// <param name="Image">What runs.</param>
public sealed record ServiceSpec(string Name, string Namespace, ImageReference Image)
{
    /// <summary>How many pods run.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>The ports. Without any there is no Service: nothing could be sent to it.</summary>
    public IReadOnlyList<PortSpec> Ports { get; init; } = [];

    /// <summary>Restarts a container that fails it. Null for none.</summary>
    public ProbeSpec? LivenessProbe { get; init; }

    /// <summary>Keeps traffic away from a pod that fails it. Null for none.</summary>
    public ProbeSpec? ReadinessProbe { get; init; }

    /// <summary>Holds the other probes back until it succeeds. Null for none.</summary>
    public ProbeSpec? StartupProbe { get; init; }

    /// <summary>What is reserved, by resource name.</summary>
    public IReadOnlyDictionary<string, Quantity> Requests { get; init; } = new Dictionary<string, Quantity>();

    /// <summary>What may be used at most, by resource name.</summary>
    public IReadOnlyDictionary<string, Quantity> Limits { get; init; } = new Dictionary<string, Quantity>();

    /// <summary>Environment variables, in the order in which they can refer to each other.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Labels beside the module's own, on everything.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Annotations beside the module's own, on everything.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();
}
