using MicroK8s.Metrics;
using MicroK8s.Resources;

namespace MicroK8s.Access.Grants;

/// <summary>Who is to be allowed to call whom, and what was read that is no policy.</summary>
/// <param name="To">The workload that is called: a Deployment, StatefulSet or DaemonSet.</param>
/// <param name="From">The workloads that are to be allowed to call it; empty for everyone.</param>
public sealed record AccessGrantRequest(KubeObject To, IReadOnlyList<KubeObject> From)
{
    /// <summary>Whether everyone is to be allowed to call it, in place of certain workloads.</summary>
    public bool Everyone { get; init; }

    /// <summary>The HTTP methods, in any case; empty for all.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>The paths, as an AuthorizationPolicy writes them; empty for all.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Ports of the Service or of the pods, by name or number; empty for all.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>Whether NetworkPolicies are asked for.</summary>
    public bool Network { get; init; }

    /// <summary>Whether an AuthorizationPolicy of the mesh is asked for.</summary>
    public bool Mesh { get; init; }

    /// <summary>Whether what is usually an accident is meant.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the server has AuthorizationPolicies.</summary>
    public bool IsMeshServed { get; init; }

    /// <summary>The routes and Ingresses that lead to the workload, for people.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>Who called the workload lately; asked for only if the grant closes it to others.</summary>
    public ObservedCallers Callers { get; init; } =
        ObservedCallers.Unknown(CallerSearch.Window, "Prometheus was not asked");
}
