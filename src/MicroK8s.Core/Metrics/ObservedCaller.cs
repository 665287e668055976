namespace MicroK8s.Metrics;

/// <summary>Who called some pods, as the proxies of the mesh in front of these pods counted it.</summary>
/// <param name="Namespace">The namespace of the workload that called. Null if it had no proxy of the mesh.</param>
/// <param name="Workload">The name of that workload. Null if it had no proxy of the mesh.</param>
/// <param name="Principal">
/// The identity that its certificate showed, as policies write it: <c>cluster.local/ns/shop/sa/web</c>. Null if it
/// showed none.
/// </param>
public sealed record ObservedCaller(string? Namespace, string? Workload, string? Principal)
{
    /// <summary>
    /// About how many HTTP and gRPC requests it sent within the window; 0 if all of them came before the window.
    /// </summary>
    public long Requests { get; init; }

    /// <summary>About how many other TCP connections it opened within the window.</summary>
    public long Connections { get; init; }

    /// <summary>Whether it called within the window.</summary>
    public bool HasCalled => Requests + Connections > 0;

    /// <summary>Such as <c>shop/web</c>, or <c>unknown</c>.</summary>
    public override string ToString() => Workload is null ? Principal ?? "unknown" : $"{Namespace}/{Workload}";
}
