using MicroK8s.Errors;
using MicroK8s.Workloads;

namespace MicroK8s.Addresses;

/// <summary>How a Service of a microservice is found and who answers.</summary>
/// <param name="Name">The microservice; the Service itself if no workload has the name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">The kind of its workload. Null if there is none.</param>
/// <param name="Service">The name of the Service.</param>
/// <param name="Type">
/// <c>ClusterIP</c>, <c>Headless</c>, <c>NodePort</c>, <c>LoadBalancer</c> or <c>ExternalName</c>.
/// </param>
/// <param name="ClusterAddresses">The addresses that its names lead to; none if headless.</param>
/// <param name="DnsNames">Its names, the shortest first; the shortest works in its namespace only.</param>
/// <param name="Ports">Its ports.</param>
/// <param name="Ready">The endpoints that get requests.</param>
/// <param name="NotReady">The endpoints that get none.</param>
/// <param name="ExternalAddresses">
/// Where it can be reached from outside of the cluster; URLs of Ingresses first.
/// </param>
/// <param name="Context">The context it was read from, so that it finds its way back down a pipeline.</param>
/// <param name="KubeConfig">The kubeconfig that was named when it was read. Null if none was.</param>
public sealed record ServiceResolution(
    string Name,
    string Namespace,
    WorkloadKind? Kind,
    string Service,
    string Type,
    IReadOnlyList<string> ClusterAddresses,
    IReadOnlyList<string> DnsNames,
    IReadOnlyList<ServicePort> Ports,
    IReadOnlyList<ServiceEndpoint> Ready,
    IReadOnlyList<ServiceEndpoint> NotReady,
    IReadOnlyList<string> ExternalAddresses,
    string Context,
    [property: RawText] string? KubeConfig)
{
    /// <summary>The name that works in every namespace: <c>web.shop.svc</c>.</summary>
    public string DnsName => $"{Service}.{Namespace}.svc";

    /// <summary>Ready endpoints of all, as <c>2/3</c>.</summary>
    public string Readiness => $"{Ready.Count}/{Ready.Count + NotReady.Count}";

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Service}";
}
