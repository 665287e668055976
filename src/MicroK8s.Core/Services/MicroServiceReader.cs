using System.Runtime.CompilerServices;
using MicroK8s.Addresses;
using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>Reads microservices: their workloads and, at the same time, what leads to them.</summary>
public static class MicroServiceReader
{
    /// <summary>The services of a query by namespace and name, as the pages of the lists arrive.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="query">Which services.</param>
    /// <param name="describe">Makes the record of a workload.</param>
    /// <param name="onDenied">
    /// Told, on any thread, of every kind of workload that may not be read and is left out.
    /// </param>
    /// <param name="onUnknown">Told, on any thread, of what may not be read about addresses and traffic.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">AccessDenied, if no kind of workload may be read; InvalidSpec.</exception>
    public static async IAsyncEnumerable<MicroService> ReadAsync(
        IClusterSession session, ServiceQuery query, Func<KubeObject, AddressMap, MicroService> describe,
        Action<ClusterException> onDenied, Action<ClusterException> onUnknown,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IResources resources = session.Resources;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<AddressMap> reach = AddressReader.ReadAsync(resources, query.Namespace, onUnknown, end.Token);
        try
        {
            IAsyncEnumerable<KubeObject> workloads = FindAsync(resources, query, onDenied, cancellationToken);
            await foreach (KubeObject workload in workloads.ConfigureAwait(false))
            {
                MicroService service = describe(workload, await reach.ConfigureAwait(false));
                yield return await ExplainAsync(session, service, workload, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await ((Task)reach).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A service that is not well, with the cause if a wait for it would fail.</summary>
    private static async Task<MicroService> ExplainAsync(
        IClusterSession session, MicroService service, KubeObject workload, CancellationToken cancellationToken)
    {
        if (service.Status is not (MicroServiceStatus.Progressing or MicroServiceStatus.Degraded)) return service;
        RolloutVerdict.Failed? failure = await StandingFailure
            .FindAsync(session, workload, TimeProvider.System.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return failure is null ? service : service with
        {
            Status = MicroServiceStatus.Failing,
            Failure = failure.Fault,
            Reason = failure.Cause is { Text: [var first, .. var rest] }
                ? $"{char.ToUpperInvariant(first)}{rest}."
                : service.Reason,
        };
    }

    /// <summary>The workloads of a query; a single name is one GET per kind.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="query">Which services.</param>
    /// <param name="onDenied">Told, on any thread, of every kind that may not be listed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">AccessDenied, if no kind may be read; InvalidSpec.</exception>
    public static async IAsyncEnumerable<KubeObject> FindAsync(
        IResources resources, ServiceQuery query, Action<ClusterException> onDenied,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (query.OnlyName is { } name)
        {
            foreach (KubeObject workload in await WorkloadLookup
                .FindAllAsync(resources, name, query.Namespace!, query.Kind, cancellationToken).ConfigureAwait(false))
            {
                yield return workload;
            }

            yield break;
        }

        IAsyncEnumerable<KubeObject> all =
            WorkloadList.ReadAsync(resources, query.Workloads, onDenied, cancellationToken);
        await foreach (KubeObject workload in all.ConfigureAwait(false))
        {
            if (query.Matches(workload.Name)) yield return workload;
        }
    }

    /// <summary>Why names were not found, and whether an empty answer means that there is no such namespace.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="query">What was asked for.</param>
    /// <param name="missing">The names without a service.</param>
    /// <param name="isEmpty">Whether nothing was found at all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>NamespaceNotFound alone, or ResourceNotFound for every name.</returns>
    public static async Task<IReadOnlyList<ClusterException>> ExplainAsync(
        IResources resources, ServiceQuery query, IReadOnlyCollection<string> missing, bool isEmpty,
        CancellationToken cancellationToken)
    {
        if (isEmpty && query.Namespace is { } space && await ServiceFaults
            .FindNamespaceFaultAsync(resources, space, cancellationToken).ConfigureAwait(false) is { } fault)
        {
            return [fault];
        }

        var faults = new List<ClusterException>();
        foreach (string name in missing)
        {
            faults.Add(await ExplainAsync(resources, query, name, cancellationToken).ConfigureAwait(false));
        }

        return faults;
    }

    private static async Task<ClusterException> ExplainAsync(
        IResources resources, ServiceQuery query, string name, CancellationToken cancellationToken)
    {
        if (query is { LabelSelector: { } selector, Namespace: { } space }
            && await WorkloadLookup.FindAllAsync(resources, name, space, query.Kind, cancellationToken)
                .ConfigureAwait(false) is [var workload, ..])
        {
            return new ClusterException(
                ClusterFault.ResourceNotFound,
                $"{workload} has other labels than -LabelSelector '{selector}' asks for.",
                name, $"{AdvisedCommand.For("Get-MicroService", name, space)} shows it.");
        }

        return ServiceFaults.NotFound(name, query.Namespace);
    }
}
