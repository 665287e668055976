using MicroK8s.Addresses;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Access.Grants;

/// <summary>Reads what a grant or a revocation is planned on.</summary>
public static class AccessGrants
{
    /// <summary>Plans a grant.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="to">The microservice that is called, with its namespace.</param>
    /// <param name="from">The microservices that are to be allowed to call it.</param>
    /// <param name="wish">The rest of what is asked for, from the two workloads and what was read of them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// As <see cref="AccessGrantPlanner.Plan(AccessGrantRequest, AccessSnapshot)"/>; NamespaceNotFound,
    /// AmbiguousWorkload, Unreachable.
    /// </exception>
    public static async Task<AccessChangePlan> PlanAsync(
        IClusterSession session, (string Namespace, string Name) to,
        (string Namespace, IReadOnlyList<string> Names) from,
        Func<KubeObject, IReadOnlyList<KubeObject>, AccessGrantRequest> wish, CancellationToken cancellationToken)
    {
        IResources resources = session.Resources;
        KubeObject target = await WorkloadLookup
            .GetAsync(resources, to.Name, to.Namespace, null, cancellationToken).ConfigureAwait(false);
        KubeObject[] callers = await Task.WhenAll(from.Names.Distinct(StringComparer.Ordinal).Select(name =>
            WorkloadLookup.GetAsync(resources, name, from.Namespace, null, cancellationToken))).ConfigureAwait(false);
        Task<bool> isServed = session.ServesAsync(ResourceTypes.AuthorizationPolicy, cancellationToken);
        Task<AccessSnapshot> read =
            AccessReader.ReadAsync(resources, [to.Namespace, from.Namespace], cancellationToken);
        var notes = new List<string>();
        AddressMap map = await AddressReader
            .ReadTrafficAsync(resources, to.Namespace, notes, cancellationToken).ConfigureAwait(false);
        AccessGrantRequest request = wish(target, callers) with
        {
            IsMeshServed = await isServed.ConfigureAwait(false),
            Routes =
            [
                .. map.TrafficOf(target).Select(traffic => traffic.Route),
                .. map.InFrontOf(target).SelectMany(map.IngressesOf).Distinct()
                    .Select(name => $"Ingress {to.Namespace}/{name}"),
            ],
        };
        AccessChangePlan plan = AccessGrantPlanner.Plan(request, await read.ConfigureAwait(false));
        return plan.IsEmpty ? plan : plan with { Warnings = [.. plan.Warnings, .. notes] };
    }

    /// <summary>Plans a revocation.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="request">Which grants.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// As <see cref="AccessRevocationPlanner.Plan"/>; NamespaceNotFound, Unreachable.
    /// </exception>
    public static async Task<AccessChangePlan> PlanAsync(
        IClusterSession session, AccessRevocationRequest request, CancellationToken cancellationToken)
    {
        AccessSnapshot read = await AccessReader.ReadAsync(
            session.Resources, [request.Namespace, request.FromNamespace], cancellationToken).ConfigureAwait(false);
        try
        {
            return AccessRevocationPlanner.Plan(request, read);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.ResourceNotFound)
        {
            throw await ServiceFaults.FindNamespaceFaultAsync(session.Resources, request.Namespace, cancellationToken)
                .ConfigureAwait(false) ?? exception;
        }
    }
}
