namespace MicroK8s.Access;

/// <summary>Who may call one microservice, at any of its ports and by any method.</summary>
/// <param name="Name">The microservice that is called.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">The kind of its workload.</param>
public sealed record AccessMatrixRow(string Name, string Namespace, string Kind)
{
    /// <summary>The workloads that may send it every request.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Those for whom it depends on the port, the method, the path, or on what is not known.</summary>
    public IReadOnlyList<string> Partly { get; init; } = [];

    /// <summary>Those that may send it no request.</summary>
    public IReadOnlyList<string> Denied { get; init; } = [];

    /// <summary>A caller outside the cluster of whom nothing is known: Unknown if it may send some requests.</summary>
    public AccessOutcome Outside { get; init; }

    /// <summary>The context of the kubeconfig that it was read with. Null if that is not known.</summary>
    public string? Context { get; init; }

    /// <summary>The kubeconfig that was named. Null if none was.</summary>
    public string? KubeConfig { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
