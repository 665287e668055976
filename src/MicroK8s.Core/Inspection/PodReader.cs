using System.Runtime.CompilerServices;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Workloads;

namespace MicroK8s.Inspection;

/// <summary>Reads the pods of microservices, as their pages arrive.</summary>
public static class PodReader
{
    /// <summary>
    /// The pods of a query. Named services are looked up first and give the selector of the list; for everything else
    /// all pods of the namespace are listed, while their owners are read at the same time.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="query">Whose pods.</param>
    /// <param name="onService">
    /// Told of every service that is there, before its first pod, also of one without pods.
    /// </param>
    /// <param name="onDenied">
    /// Told, on any thread, of every kind of workload that may not be read and is left out.
    /// </param>
    /// <param name="onUnknown">Told, on any thread, of what may not be read about revisions.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// AccessDenied: neither workloads nor pods may be missing. InvalidSpec.
    /// </exception>
    public static IAsyncEnumerable<(KubeObject Pod, PodOwner Owner)> ReadAsync(
        IResources resources, ServiceQuery query, Action<string> onService, Action<ClusterException> onDenied,
        Action<ClusterException> onUnknown, CancellationToken cancellationToken)
    {
        return query.Names.Count > 0 && query.Namespace is not null
            ? NamedAsync(resources, query, onService, onUnknown, cancellationToken)
            : AllAsync(resources, query, onService, onDenied, onUnknown, cancellationToken);
    }

    private static async IAsyncEnumerable<(KubeObject Pod, PodOwner Owner)> NamedAsync(
        IResources resources, ServiceQuery query, Action<string> onService, Action<ClusterException> onUnknown,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string name in query.Names)
        {
            foreach (KubeObject workload in await WorkloadLookup
                .FindAllAsync(resources, name, query.Namespace!, query.Kind, cancellationToken).ConfigureAwait(false))
            {
                onService(name);
                var index = new OwnerIndex();
                index.Add(WorkloadKinds.Of(workload), workload);
                ResourceQuery pods = WorkloadPods.Query(workload);
                Task<IReadOnlyList<KubeObject>[]> revisions = OwnerIndex.ReadRevisionsAsync(
                    resources, query.Namespace, pods.LabelSelector, onUnknown, cancellationToken);
                await foreach (var found in JoinAsync(
                    resources, pods, index, revisions, cancellationToken).ConfigureAwait(false))
                {
                    yield return found;
                }
            }
        }
    }

    private static async IAsyncEnumerable<(KubeObject Pod, PodOwner Owner)> AllAsync(
        IResources resources, ServiceQuery query, Action<string> onService, Action<ClusterException> onDenied,
        Action<ClusterException> onUnknown, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = new OwnerIndex();
        IAsyncEnumerable<(KubeObject Pod, PodOwner Owner)> pods = JoinAsync(
            resources, new ResourceQuery(ResourceTypes.Pod, query.Namespace), index, ReadOwnersAsync(),
            cancellationToken);
        await foreach (var found in pods.ConfigureAwait(false)) yield return found;

        async Task<IReadOnlyList<KubeObject>[]> ReadOwnersAsync()
        {
            Task<IReadOnlyList<KubeObject>[]> revisions = OwnerIndex.ReadRevisionsAsync(
                resources, query.Namespace, selector: null, onUnknown, cancellationToken);
            await ReadWorkloadsAsync(resources, query, index, onService, onDenied, cancellationToken)
                .ConfigureAwait(false);
            return await revisions.ConfigureAwait(false);
        }
    }

    private static async Task ReadWorkloadsAsync(
        IResources resources, ServiceQuery query, OwnerIndex index, Action<string> onService,
        Action<ClusterException> onDenied, CancellationToken cancellationToken)
    {
        WorkloadQuery workloads = query.Workloads with { MetadataOnly = true };
        IAsyncEnumerable<KubeObject> list = WorkloadList.ReadAsync(resources, workloads, onDenied, cancellationToken);
        await foreach (KubeObject workload in list.ConfigureAwait(false))
        {
            if (!query.Matches(workload.Name)) continue;
            onService(workload.Name);
            index.Add(WorkloadKinds.Of(workload), workload);
        }
    }

    /// <summary>Pods with their owners; the first page of pods is on its way while the owners are read.</summary>
    private static async IAsyncEnumerable<(KubeObject Pod, PodOwner Owner)> JoinAsync(
        IResources resources, ResourceQuery query, OwnerIndex index, Task<IReadOnlyList<KubeObject>[]> revisions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<KubeObject> pods =
            resources.ListAsync(query, cancellationToken).GetAsyncEnumerator(cancellationToken);
        Task<bool> next = pods.MoveNextAsync().AsTask();
        try
        {
            index.AddRevisions(await revisions.ConfigureAwait(false));
            for (; await next.ConfigureAwait(false); next = pods.MoveNextAsync().AsTask())
            {
                KubeObject pod = pods.Current;
                if (index.OwnerOf(pod) is { } owner) yield return (pod, owner);
            }
        }
        finally
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await pods.DisposeAsync().ConfigureAwait(false);
        }
    }
}
