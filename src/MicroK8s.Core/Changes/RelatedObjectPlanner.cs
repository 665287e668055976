using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services.Spec;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Changes;

/// <summary>Plans what becomes of the objects beside the workload and its Service.</summary>
internal static class RelatedObjectPlanner
{
    /// <summary>Plans all that are named.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">The workload as it is.</param>
    /// <param name="change">The wish.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What is to be done; nothing for what is as wanted already.</returns>
    /// <exception cref="ClusterException">InvalidSpec, OwnedByController, AlreadyExists, AccessDenied.</exception>
    public static async Task<IReadOnlyList<WritePreview>> PlanAsync(
        IClusterSession session, KubeObject workload, ServiceChange change, CancellationToken cancellationToken)
    {
        if (!change.Names.Overlaps(ServiceChange.OfRelatedObjects)) return [];
        CheckKind(workload, change);
        ServiceSpec spec = change.Spec with
        {
            Name = workload.Name, Namespace = workload.Namespace!, Kind = WorkloadKinds.Of(workload),
        };

        // To find one that is to go, its newest version must be known too.
        ServiceSpec all = spec with
        {
            Autoscale = change.Has("Autoscale") ? new AutoscaleSpec(1, 1, null, null) : null,
            DisruptionBudget = change.Has("DisruptionBudget") ? new DisruptionBudgetSpec("1", null) : null,
        };
        ServerCapabilities server = await ServerCapabilities.ReadAsync(session, all, cancellationToken)
            .ConfigureAwait(false);
        var found = new List<WritePreview?>();
        if (change.Has("Autoscale"))
        {
            found.Add(await AutoscalerEdit.PlanAsync(
                session.Resources, workload, spec, change.Autoscale, server.Autoscaler, cancellationToken)
                .ConfigureAwait(false));
        }

        if (change.Has("DisruptionBudget"))
        {
            found.Add(await BudgetEdit.PlanAsync(
                session.Resources, workload, spec, server.DisruptionBudget, cancellationToken).ConfigureAwait(false));
        }

        return [.. found.OfType<WritePreview>()];
    }

    /// <summary>Plans a change of an object that is there. Null if it is as wanted already.</summary>
    public static async Task<WritePreview?> ChangeAsync(
        IResources resources, ResourceType type, KubeObject there, Func<KubeObject, JsonObject> edit,
        CancellationToken cancellationToken)
    {
        CheckOwner(there);
        var target = new ResourceRef(type, there.Namespace, there.Name);
        UpdatePreview tried = await UpdatePreview
            .OfAsync(resources, ObjectUpdate.Plan(target, there, edit), cancellationToken).ConfigureAwait(false);
        return tried.Stored.Count == 0
            ? null
            : new WritePreview(tried.Update, tried.Describe($"Change {target}"));
    }

    /// <summary>Plans the end of an object.</summary>
    public static async Task<WritePreview> RemoveAsync(
        IResources resources, ResourceType type, KubeObject there, CancellationToken cancellationToken)
    {
        CheckOwner(there);
        return await new ObjectDeletion(new ResourceRef(type, there.Namespace, there.Name), there)
            .PreviewAsync(resources, cancellationToken).ConfigureAwait(false);
    }

    private static void CheckKind(KubeObject workload, ServiceChange change)
    {
        if (WorkloadKinds.Of(workload) != WorkloadKind.DaemonSet) return;
        string parameter = ServiceChange.OfRelatedObjects.First(change.Has);
        throw new ClusterException(
            ClusterFault.InvalidSpec,
            $"-{parameter} does not fit {workload}: a DaemonSet runs one pod on every node that fits, and a drain "
            + "leaves it there.", workload.Name);
    }

    /// <summary>What makes such an object sets back every change of it.</summary>
    private static void CheckOwner(KubeObject there)
    {
        if (there.ControllerUid is null) return;
        string owner = $"{there.Controller.Text("kind")} {there.Controller.Text("name")}";
        throw new ClusterException(
            ClusterFault.OwnedByController, $"{there} is made by {owner}, which would set a change back.",
            there.ToString(), $"Change {owner} instead.");
    }
}
