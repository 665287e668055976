using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>
/// Finds what belongs to a microservice. The workload of that name goes, whoever made it. Everything else goes only if
/// it has both labels <c>app=NAME</c> and <c>app.kubernetes.io/managed-by=MicroK8s.PowerShell</c>.
/// </summary>
public sealed class ServiceRemovalPlanner
{
    /// <summary>What goes before the workload, in this order: what sends traffic, then what looks after it.</summary>
    private static readonly ResourceType[][] Before =
    [
        [ResourceTypes.VirtualService], [ResourceTypes.DestinationRule],
        [ResourceTypes.HttpRoute, ResourceTypes.HttpRouteBeta], [ResourceTypes.Ingress],
        [ResourceTypes.HorizontalPodAutoscaler],
        [ResourceTypes.PodDisruptionBudget, ResourceTypes.PodDisruptionBudgetBeta],
        [ResourceTypes.ServiceMonitor], [ResourceTypes.PodMonitor],
    ];

    /// <summary>What goes last: who may call the pods matters until they are gone.</summary>
    private static readonly ResourceType[][] Last =
        [[ResourceTypes.NetworkPolicy], [ResourceTypes.AuthorizationPolicy]];

    private readonly IClusterSession _session;
    private readonly string _name;
    private readonly string _namespace;
    private readonly List<ObjectDeletion> _items = [];
    private readonly List<string> _notes = [];

    private ServiceRemovalPlanner(IClusterSession session, string name, string namespaceName) =>
        (_session, _name, _namespace) = (session, name, namespaceName);

    /// <summary>Makes the plan.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="name">The service.</param>
    /// <param name="namespaceName">Its namespace.</param>
    /// <param name="kind">The kind of its workload. Null for whichever there is.</param>
    /// <param name="force">
    /// Whether a workload may go although routes still send it a share of a split, and a workload that others made, or
    /// one of the cluster itself.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// ResourceNotFound: nothing of that name is there; NamespaceNotFound; AmbiguousWorkload; ProtectedObject: others
    /// made it, or it is the cluster's own; ReceivesTraffic: its share of a split would fail.
    /// </exception>
    public static async Task<ServiceRemovalPlan> PlanAsync(
        IClusterSession session, string name, string namespaceName, WorkloadKind? kind, bool force,
        CancellationToken cancellationToken)
    {
        var planner = new ServiceRemovalPlanner(session, name, namespaceName);
        IReadOnlyList<KubeObject> found = await WorkloadLookup
            .FindAllAsync(session.Resources, name, namespaceName, kind, cancellationToken).ConfigureAwait(false);
        if (found.Count > 1) throw WorkloadLookup.Ambiguous(name, namespaceName, found);
        await planner.CollectAsync(found, cancellationToken).ConfigureAwait(false);
        foreach (KubeObject workload in found)
        {
            await planner.CheckTrafficAsync(workload, force, cancellationToken).ConfigureAwait(false);
        }

        // Last, because its advice is to insist, which would pass over traffic too.
        if (!force) ProtectionRules.Check($"microservice '{name}'", name, namespaceName, found);
        return planner._items.Count > 0
            ? new ServiceRemovalPlan(name, namespaceName, planner._items, planner._notes)
            : throw await ServiceFaults.FindReasonAsync(session.Resources, name, namespaceName, cancellationToken)
                .ConfigureAwait(false);
    }

    private async Task CollectAsync(IReadOnlyList<KubeObject> workloads, CancellationToken cancellationToken)
    {
        ResourceType?[] served = await Task.WhenAll(
            Before.Concat(Last).Select(versions => ServedAsync(versions, cancellationToken))).ConfigureAwait(false);
        ResourceType[] before = [.. served[..Before.Length].OfType<ResourceType>()];
        ResourceType[] types =
        [
            .. before, .. WorkloadKinds.All.Select(kind => kind.Type()), ResourceTypes.Service,
            ResourceTypes.ConfigMap, .. served[Before.Length..].OfType<ResourceType>(),
        ];
        Task<KubeObject?> foreign = _session.Resources.FindAsync(
            new ResourceRef(ResourceTypes.Service, _namespace, _name), cancellationToken);
        IReadOnlyList<KubeObject>[] own =
            await Task.WhenAll(types.Select(type => ListOwnAsync(type, cancellationToken))).ConfigureAwait(false);
        for (int index = 0; index < types.Length; index++)
        {
            if (index == before.Length) AddWorkloads(workloads);
            foreach (KubeObject item in own[index]) Add(types[index], item);
        }

        if (await foreign.ConfigureAwait(false) is { } service && _items.All(item => item.Read.Uid != service.Uid))
        {
            _notes.Add($"{service} stays: it was not made by this module for '{_name}'.");
        }
    }

    private void AddWorkloads(IReadOnlyList<KubeObject> workloads)
    {
        foreach (KubeObject workload in workloads)
        {
            Add(WorkloadKinds.Of(workload).Type(), workload);
            if (ClaimNote(workload) is { } note) _notes.Add(note);
        }
    }

    private void Add(ResourceType type, KubeObject item)
    {
        if (_items.Any(known => known.Read.Uid == item.Uid)) return;
        _items.Add(new ObjectDeletion(new ResourceRef(type, _namespace, item.Name), item));
    }

    /// <summary>
    /// Claims of a StatefulSet outlive it, unless it says otherwise (kubernetes/api, apps/v1
    /// <c>persistentVolumeClaimRetentionPolicy</c>).
    /// </summary>
    private static string? ClaimNote(KubeObject workload)
    {
        string[] claims =
        [
            .. workload.Json.Items("spec", "volumeClaimTemplates")
                .Select(claim => $"{claim.Text("metadata", "name")}-{workload.Name}-…"),
        ];
        bool areDeleted =
            workload.Json.Text("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete";
        return claims.Length == 0 || areDeleted
            ? null
            : $"The PersistentVolumeClaims of {workload} stay with their data: {string.Join(", ", claims)}.";
    }

    private async Task<ResourceType?> ServedAsync(ResourceType[] versions, CancellationToken cancellationToken)
    {
        foreach (ResourceType type in versions)
        {
            if (await _session.ServesAsync(type, cancellationToken).ConfigureAwait(false)) return type;
        }

        return null;
    }

    private async Task<IReadOnlyList<KubeObject>> ListOwnAsync(ResourceType type, CancellationToken cancellationToken)
    {
        // A name that cannot be a label's value was not given by this module.
        if (NameRules.ToLabelValue(_name) != _name) return [];
        var query = new ResourceQuery(type, _namespace)
        {
            LabelSelector = $"{ServiceLabels.App}={_name},{ServiceLabels.ManagedBy}={ServiceLabels.Module}",
        };
        return await _session.Resources.ReadAllOrAbsentAsync(query, Note, cancellationToken).ConfigureAwait(false);

        void Note(ClusterException denied)
        {
            lock (_notes) _notes.Add($"Objects of kind {type.Kind} stay, if there are any: you may not list them.");
        }
    }

    /// <summary>Refuses to remove a workload to which routes that stay still send a share of a split.</summary>
    private async Task CheckTrafficAsync(KubeObject workload, bool force, CancellationToken cancellationToken)
    {
        CanaryTrafficCheck? use = await CanaryTrafficCheck
            .FindAsync(_session, workload, _notes, cancellationToken, _items.Select(item => item.Read.Uid))
            .ConfigureAwait(false);
        if (use is null) return;
        if (!force)
        {
            throw new ClusterException(
                ClusterFault.ReceivesTraffic, $"{use.Routes} Without it these requests fail.", workload.Name,
                $"{use.Advice} Or insist with -Force.");
        }

        _notes.Add(use.Routes);
    }
}
