using MicroK8s.Addresses;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Inspection;

/// <summary>Reads the events of microservices.</summary>
public static class EventReader
{
    /// <summary>
    /// The events of a query's services: of workloads, their ReplicaSets and pods (also pods that are gone), and of the
    /// Services, Ingresses and autoscalers that belong to them. Everything is listed at the same time.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="query">Whose events.</param>
    /// <param name="fieldSelector">Which events, as the server selects them. Null for all.</param>
    /// <param name="onService">Told of every service that is there.</param>
    /// <param name="onDenied">
    /// Told, on any thread, of every kind of workload that may not be read and is left out.
    /// </param>
    /// <param name="onUnknown">Told, on any thread, of what else may not be read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// AccessDenied: neither workloads nor events may be missing. InvalidSpec.
    /// </exception>
    public static async Task<IReadOnlyList<(KubeObject Event, PodOwner Owner)>> ReadAsync(
        IResources resources, ServiceQuery query, string? fieldSelector, Action<string> onService,
        Action<ClusterException> onDenied, Action<ClusterException> onUnknown, CancellationToken cancellationToken)
    {
        var events = new ResourceQuery(ResourceTypes.Event, query.Namespace) { FieldSelector = fieldSelector };
        Task<IReadOnlyList<KubeObject>> read = resources.ReadAllAsync(events, cancellationToken);
        Task<AddressMap> reach = AddressReader.ReadAsync(resources, query.Namespace, onUnknown, cancellationToken);
        Task<IReadOnlyList<KubeObject>[]> revisions = OwnerIndex.ReadRevisionsAsync(
            resources, query.Namespace, selector: null, onUnknown, cancellationToken);
        Task<IReadOnlyList<KubeObject>> scalers = resources.ReadAllOrAbsentAsync(
            new ResourceQuery(ResourceTypes.HorizontalPodAutoscaler, query.Namespace), onUnknown, cancellationToken);
        Task<List<KubeObject>> workloads =
            ToListAsync(MicroServiceReader.FindAsync(resources, query, onDenied, cancellationToken));
        await Task.WhenAll(read, reach, revisions, scalers, workloads).ConfigureAwait(false);

        var family = new ServiceFamily(await workloads.ConfigureAwait(false), await reach.ConfigureAwait(false));
        family.AddRevisions((await revisions.ConfigureAwait(false))[0]);
        family.AddScalers(await scalers.ConfigureAwait(false));
        foreach (string name in family.Services) onService(name);
        return
        [
            .. (await read.ConfigureAwait(false))
                .SelectMany(item => family.OwnersOf(item).Select(owner => (item, owner))),
        ];
    }

    private static async Task<List<KubeObject>> ToListAsync(IAsyncEnumerable<KubeObject> source)
    {
        var items = new List<KubeObject>();
        await foreach (KubeObject item in source.ConfigureAwait(false)) items.Add(item);
        return items;
    }
}
