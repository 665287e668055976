using MicroK8s.Addresses;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Metrics;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Access.Grants;

/// <summary>Reads what a grant or a revocation is planned on.</summary>
public static class AccessGrants
{
    private static readonly string[] Kinds = [.. WorkloadKinds.All.Select(kind => $"{kind}")];

    /// <summary>Plans a grant.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="to">The microservice that is called, a name or <c>Kind/name</c>, with its namespace.</param>
    /// <param name="from">The microservices that are to be allowed to call it, likewise.</param>
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
        KubeObject target =
            await FindAsync(resources, "To", to.Name, to.Namespace, cancellationToken).ConfigureAwait(false);
        KubeObject[] callers = await Task.WhenAll(from.Names.Distinct(StringComparer.Ordinal).Select(name =>
            FindAsync(resources, "From", name, from.Namespace, cancellationToken))).ConfigureAwait(false);
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
        AccessSnapshot snapshot = await read.ConfigureAwait(false);
        if (AccessGrantPlanner.Closes(request, snapshot))
        {
            request = request with
            {
                Callers = await CallersOfAsync(session, to.Namespace, target.Name, cancellationToken)
                    .ConfigureAwait(false),
            };
        }

        AccessChangePlan plan = AccessGrantPlanner.Plan(request, snapshot);
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
        if (AccessRevocationPlanner.Closes(request, read))
        {
            request = request with
            {
                Callers = await CallersOfAsync(session, request.Namespace, request.To, cancellationToken)
                    .ConfigureAwait(false),
            };
        }

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

    /// <summary>Throws if neither certain callers nor everyone is meant.</summary>
    /// <param name="from">The callers that were named; none with everyone.</param>
    /// <param name="everyone">Whether everyone is meant.</param>
    /// <exception cref="ClusterException">InvalidSpec, of parameter Everyone.</exception>
    public static void RequireCaller(IReadOnlyList<string> from, bool everyone)
    {
        if (from.Count == 0 && !everyone)
        {
            throw InvalidInput.Of("Everyone", everyone, "leaves no caller", "Name the callers with -From.");
        }
    }

    /// <summary>The names of microservices that may be given with their kind: grants know them by name.</summary>
    /// <param name="to">The microservice that is called.</param>
    /// <param name="from">The callers, with wildcards.</param>
    /// <exception cref="ClusterException">InvalidSpec: no such kind.</exception>
    public static (string To, string[] From) NamesOf(string to, IEnumerable<string> from) => (
        AccessParties.Split("To", to, Kinds).Name,
        [.. from.Select(name => AccessParties.Split("From", name, Kinds).Name)]);

    private static async Task<KubeObject> FindAsync(
        IResources resources, string parameter, string text, string namespaceName, CancellationToken cancellationToken)
    {
        (string? kind, string name) = AccessParties.Split(parameter, text, Kinds);
        IReadOnlyList<KubeObject> found = await WorkloadLookup.FindAllAsync(
            resources, name, namespaceName, kind is null ? null : Enum.Parse<WorkloadKind>(kind), cancellationToken)
            .ConfigureAwait(false);
        return found switch
        {
            [var one] => one,
            [] => throw await ServiceFaults.FindReasonAsync(resources, name, namespaceName, cancellationToken)
                .ConfigureAwait(false),
            _ => throw AccessParties.Ambiguous(parameter, name, namespaceName, [.. found.Select(item => item.Kind)]),
        };
    }

    /// <summary>Who called a service or its canary lately.</summary>
    private static Task<ObservedCallers> CallersOfAsync(
        IClusterSession session, string namespaceName, string name, CancellationToken cancellationToken) =>
        CallerSearch.ReadAsync(session, namespaceName, [name, GrantParty.CanaryOf(name)], cancellationToken);
}
