using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Traffic;

namespace MicroK8s.Services;

/// <summary>
/// Removes micro services. The Deployment of that name goes, whoever made it. Everything else goes only if it has
/// both labels <c>app=NAME</c> and <c>app.kubernetes.io/managed-by=MicroK8s.PowerShell</c>.
/// </summary>
public static class ServiceRemoval
{
    private static readonly ResourceType[] MeshTypes = [ResourceTypes.VirtualService, ResourceTypes.DestinationRule];

    /// <summary>Finds what belongs to a micro service.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="name">The service.</param>
    /// <param name="namespaceName">Its namespace.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">ResourceNotFound: nothing of that name is there.</exception>
    public static async Task<ServiceRemovalPlan> PlanAsync(
        IClusterSession session, string name, string namespaceName, CancellationToken cancellationToken)
    {
        var items = new List<ServiceRemovalItem>();
        var notes = new List<string>();
        foreach (ResourceType type in MeshTypes)
        {
            if (await session.ServesAsync(type, cancellationToken).ConfigureAwait(false))
            {
                await AddOwnAsync(session.Resources, type, name, namespaceName, items, notes, cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        var target = new ResourceRef(ResourceTypes.Deployment, namespaceName, name);
        KubeObject? deployment = await session.Resources.FindAsync(target, cancellationToken).ConfigureAwait(false);
        if (deployment is not null)
        {
            items.Add(new ServiceRemovalItem(target, deployment));
            await NoteTrafficAsync(session, deployment, notes, cancellationToken).ConfigureAwait(false);
        }

        await AddOwnAsync(
            session.Resources, ResourceTypes.Deployment, name, namespaceName, items, notes, cancellationToken)
            .ConfigureAwait(false);
        await AddServiceAsync(session.Resources, name, namespaceName, items, notes, cancellationToken)
            .ConfigureAwait(false);
        return items.Count > 0
            ? new ServiceRemovalPlan(name, namespaceName, items, notes)
            : throw ServiceFaults.NotFound(name, namespaceName);
    }

    /// <summary>Removes what was planned, and nothing that took its name since.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the call before the first removal.</param>
    /// <exception cref="ClusterException">
    /// AccessDenied: a right is missing, and nothing was removed. PartialFailure: the message says what remains.
    /// </exception>
    public static async Task ApplyAsync(
        IResources resources, ServiceRemovalPlan plan, CancellationToken cancellationToken)
    {
        foreach (ServiceRemovalItem item in plan.Items)
        {
            await DeleteAsync(resources, item, dryRun: true, cancellationToken).ConfigureAwait(false);
        }

        for (int done = 0; done < plan.Items.Count; done++)
        {
            try
            {
                await DeleteAsync(resources, plan.Items[done], dryRun: false, CancellationToken.None)
                    .ConfigureAwait(false);
            }
            catch (ClusterException exception) when (done > 0)
            {
                string remains = string.Join(", ", plan.Items.Skip(done).Select(item => item.Target));
                throw new ClusterException(
                    ClusterFault.PartialFailure,
                    $"Micro service {plan.Namespace}/{plan.Name} is removed only in part; {remains} remains: "
                    + exception.Message,
                    plan.Name, "Run Remove-MicroService again.", exception);
            }
        }
    }

    private static async Task DeleteAsync(
        IResources resources, ServiceRemovalItem item, bool dryRun, CancellationToken cancellationToken)
    {
        try
        {
            await resources.DeleteAsync(item.Target, item.Item.Uid, dryRun, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.ResourceNotFound)
        {
            // Gone already is as good as removed.
        }
        catch (ClusterException exception) when (dryRun && DryRun.WasImpossible(exception))
        {
            // The removal itself may work all the same.
        }
    }

    /// <summary>Says so when a route still leads to the pods of a canary that is to go, or to have no pods.</summary>
    internal static async Task NoteTrafficAsync(
        IClusterSession session, KubeObject deployment, List<string> notes, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> labels = deployment.Json.Map("spec", "template", "metadata", "labels");
        if (labels.GetValueOrDefault(ServiceLabels.Track) != ServiceLabels.Canary
            || labels.GetValueOrDefault(ServiceLabels.App) is not { } service)
        {
            return;
        }

        try
        {
            CanaryTrafficPlan plan = await CanaryTraffic
                .PlanRouteToStableAsync(
                    session, deployment.Namespace!, service, ignoreOwner: false, cancellationToken)
                .ConfigureAwait(false);
            if (plan.Shares.Count > 0)
            {
                notes.Add(
                    $"{deployment} still gets traffic: {string.Join("; ", plan.Shares.Select(share => share.Where))}. "
                    + $"Take it away first: Set-CanaryWeight {service} -Weight 0.");
            }
        }
        catch (ClusterException exception)
            when (exception.Fault is ClusterFault.OwnedByController or ClusterFault.SubsetNotFound or ClusterFault.AccessDenied)
        {
            notes.Add($"Whether {deployment} still gets traffic is not known: {exception.Message}");
        }
    }

    private static async Task AddServiceAsync(
        IResources resources, string name, string namespaceName, List<ServiceRemovalItem> items, List<string> notes,
        CancellationToken cancellationToken)
    {
        var target = new ResourceRef(ResourceTypes.Service, namespaceName, name);
        KubeObject? service = await resources.FindAsync(target, cancellationToken).ConfigureAwait(false);
        if (service is null) return;
        if (IsOwn(service, name)) items.Add(new ServiceRemovalItem(target, service));
        else notes.Add($"{target} stays: it was not made by this module for '{name}'.");
    }

    private static async Task AddOwnAsync(
        IResources resources, ResourceType type, string name, string namespaceName, List<ServiceRemovalItem> items,
        List<string> notes, CancellationToken cancellationToken)
    {
        // A name that cannot be a label's value was not given by this module.
        if (NameRules.ToLabelValue(name) != name) return;
        var query = new ResourceQuery(type, namespaceName)
        {
            LabelSelector = $"{ServiceLabels.App}={name},{ServiceLabels.ManagedBy}={ServiceLabels.Module}",
        };
        try
        {
            await foreach (KubeObject item in resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
            {
                if (items.Any(known => known.Item.Uid == item.Uid)) continue;
                items.Add(new ServiceRemovalItem(new ResourceRef(type, namespaceName, item.Name), item));
            }
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            notes.Add($"Objects of kind {type.Kind} stay, if there are any: you may not list them.");
        }
    }

    private static bool IsOwn(KubeObject item, string name) =>
        item.Labels.GetValueOrDefault(ServiceLabels.ManagedBy) == ServiceLabels.Module
        && item.Labels.GetValueOrDefault(ServiceLabels.App) == name;
}
