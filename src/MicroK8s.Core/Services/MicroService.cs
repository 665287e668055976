using MicroK8s.Addresses;
using MicroK8s.Errors;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>One microservice: a workload and what belongs to it, as the cluster has it now.</summary>
/// <param name="Name">The name of the workload.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">The kind of its workload.</param>
/// <param name="Desired">Replicas that are wanted; for a DaemonSet the nodes that are to run one.</param>
/// <param name="Ready">Pods that answer their readiness probe.</param>
/// <param name="Updated">Pods of the newest revision.</param>
/// <param name="Available">
/// Pods that were ready for <c>minReadySeconds</c>; where the server does not tell, the ready ones.
/// </param>
/// <param name="Version">
/// The pods' label <c>app.kubernetes.io/version</c>, else their <c>version</c>, else the same labels of the workload,
/// else the tag of the first image. Null if none tells.
/// </param>
/// <param name="Images">The image of every container, in order.</param>
/// <param name="Status">The verdict.</param>
/// <param name="Reason">Why it is not healthy, in the cluster's words where it has any. Null when healthy.</param>
/// <param name="Created">When the workload was made, UTC.</param>
/// <param name="Selector">The label selector of its pods, in the syntax of kubectl's <c>-l</c>.</param>
/// <param name="Context">The context it was read from, so that it finds its way back down a pipeline.</param>
/// <param name="KubeConfig">The kubeconfig that was named when it was read. Null if none was.</param>
public sealed record MicroService(
    string Name,
    string Namespace,
    WorkloadKind Kind,
    int Desired,
    int Ready,
    int Updated,
    int Available,
    string? Version,
    IReadOnlyList<string> Images,
    MicroServiceStatus Status,
    string? Reason,
    DateTimeOffset Created,
    string Selector,
    string Context,
    [property: RawText] string? KubeConfig)
{
    /// <summary>Ready pods of wanted ones, as <c>2/3</c>.</summary>
    public string Readiness => $"{Ready}/{Desired}";

    /// <summary>The images of all containers in one line.</summary>
    public string Image => string.Join(", ", Images);

    /// <summary>How old the workload was when it was read, in whole seconds.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>
    /// The error id that a wait for it would end with, such as <c>ImagePullFailed</c>. Null if it is not Failing.
    /// </summary>
    public ClusterFault? Failure { get; init; }

    /// <summary><c>stable</c>, <c>canary</c>, or what else the pods' label <c>track</c> says; or null.</summary>
    public string? Track { get; init; }

    /// <summary>The name of every container, in the order of <see cref="Images"/>.</summary>
    public IReadOnlyList<string> Containers { get; init; } = [];

    /// <summary>Ports of containers and sidecars, such as <c>http:8080</c>, <c>8080</c> or <c>dns:53/UDP</c>.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>
    /// Where it can be reached, the farthest reach first: URLs of Ingresses, load balancers, ports of the nodes, names
    /// inside of the cluster. Empty if no Service selects its pods; only <c>Get-MicroService</c> reads them.
    /// </summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>
    /// How routes of a mesh or gateway share the traffic of its Services. Empty if none does; only
    /// <c>Get-MicroService</c> reads them.
    /// </summary>
    public IReadOnlyList<RouteTraffic> Traffic { get; init; } = [];

    /// <summary>The first of <see cref="Addresses"/>. Null if there is none.</summary>
    public string? Address => Addresses.Count > 0 ? Addresses[0] : null;

    /// <summary>
    /// Its share in whole percent of the first route that shares traffic, else of the first route. Null without routes.
    /// </summary>
    public int? TrafficWeight =>
        (Traffic.FirstOrDefault(traffic => traffic.Destinations.Count > 1)
            ?? (Traffic.Count > 0 ? Traffic[0] : null))?.Weight;

    /// <summary><see cref="TrafficWeight"/> as <c>90%</c>. Null without routes.</summary>
    public string? Share => TrafficWeight is { } weight ? $"{weight}%" : null;

    /// <summary>What matters about it in one line: why it is not healthy, else where it can be reached.</summary>
    public string? Remark => Reason ?? Address;

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
