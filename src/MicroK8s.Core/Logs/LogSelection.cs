namespace MicroK8s.Logs;

/// <summary>Which pods and containers of a microservice to read the logs of.</summary>
public sealed record LogSelection
{
    /// <summary>Whether a pod of this name is wanted.</summary>
    public Func<string, bool> IsPodWanted { get; init; } = _ => true;

    /// <summary>Whether a container of this name is wanted.</summary>
    public Func<string, bool> IsContainerWanted { get; init; } = _ => true;

    /// <summary>Containers named without wildcards; init and debug containers among them are wanted too.</summary>
    public IReadOnlySet<string> Named { get; init; } = new HashSet<string>();

    /// <summary>Pods named without wildcards.</summary>
    public IReadOnlySet<string> NamedPods { get; init; } = new HashSet<string>();

    /// <summary>Whether init and debug containers are wanted without being named.</summary>
    public bool IncludeInit { get; init; }
}
