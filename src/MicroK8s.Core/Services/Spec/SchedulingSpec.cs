namespace MicroK8s.Services.Spec;

/// <summary>On which nodes the pods may run.</summary>
public sealed record SchedulingSpec
{
    /// <summary>Taints that the pods put up with.</summary>
    public IReadOnlyList<TolerationSpec> Tolerations { get; init; } = [];

    /// <summary>Labels that a node must have.</summary>
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>();

    /// <summary>What a node must fulfil, all of it.</summary>
    public IReadOnlyList<NodeRequirement> NodeAffinity { get; init; } = [];

    /// <summary>Which nodes are better than others.</summary>
    public IReadOnlyList<NodePreference> NodePreferences { get; init; } = [];

    /// <summary>How evenly the pods are spread.</summary>
    public IReadOnlyList<SpreadSpec> Spread { get; init; } = [];
}
