using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Changes;

/// <summary>
/// Plans changes of microservices of whatever author. The server tries each without storing it, so that the plan
/// shows what it would store, and what it takes for the same (<c>1000m</c> and <c>1</c>) is no change.
/// </summary>
public static class ServiceChangePlanner
{
    /// <summary>Plans a change.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">The workload as it is.</param>
    /// <param name="change">What is to be different.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">InvalidSpec, Conflict, OwnedByController, AccessDenied.</exception>
    public static async Task<ServiceChangePlan> PlanAsync(
        IClusterSession session, KubeObject workload, ServiceChange change, CancellationToken cancellationToken)
    {
        IResources resources = session.Resources;
        KubeObject? service = change.ConcernsService
            ? await ServiceLookup.FindAsync(resources, workload, cancellationToken).ConfigureAwait(false)
            : null;
        ServiceChangePlan plan =
            await PlanWorkloadAsync(resources, workload, change, service, cancellationToken).ConfigureAwait(false);
        WorkloadDraft draft = WorkloadEdit.Apply(plan.Read, change, service);
        plan = service is null
            ? await NewServicePlanner.AddAsync(resources, plan, change, draft, cancellationToken).ConfigureAwait(false)
            : await AddServiceAsync(resources, plan, change, service, draft, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<WritePreview> related =
            await RelatedObjectPlanner.PlanAsync(session, plan.Read, change, cancellationToken).ConfigureAwait(false);
        ILookup<bool, string> told = related.ToLookup(one => one.Write is ObjectDeletion, one => one.Description);
        IEnumerable<string> texts = [.. told[true], plan.Description, .. told[false]];
        plan = plan with
        {
            RelatedObjects = [.. related.Select(one => one.Write)],
            Description = string.Join('\n', texts.Where(text => text.Length > 0)),
        };
        return await plan.WithStuckPodsAsync(session, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ServiceChangePlan> PlanWorkloadAsync(
        IResources resources, KubeObject workload, ServiceChange change, KubeObject? service,
        CancellationToken cancellationToken)
    {
        (ObjectUpdate plain, IReadOnlyList<JsonDifference> stored) = await UpdatePreview.OfAsync(
            resources,
            ObjectUpdate.Plan(
                WorkloadKinds.RefOf(workload), workload, read => WorkloadEdit.Apply(read, change, service).Json),
            cancellationToken).ConfigureAwait(false);
        var nothing = new ServiceChangePlan(plain.Read, null, null);
        string? cause = ChangeCause.Of(stored, new WorkloadDraft(plain.Read).MainContainer);
        bool changesPods = cause is not null;
        cause = change.Cause ?? cause;
        if (stored.Count == 0 && cause is null) return nothing;

        PipelineRun? run = changesPods ? change.Run : null;
        ObjectUpdate whole = cause is null ? plain : ObjectUpdate.Plan(plain.Target, plain.Read, read =>
        {
            WorkloadDraft draft = WorkloadEdit.Apply(read, change, service);
            ChangeNotes.Write(draft, cause, run);
            return draft.Json;
        });
        if (whole.IsEmpty) return nothing;
        IEnumerable<JsonDifference> notes = JsonDifference
            .Between(Annotations(plain.Wanted), Annotations(whole.Wanted), "metadata.annotations");
        return nothing with
        {
            Workload = whole,
            ChangesPods = changesPods,
            Description = WritePreview.Describe($"Change {whole.Target}", stored.Concat(notes)),
        };
    }

    private static async Task<ServiceChangePlan> AddServiceAsync(
        IResources resources, ServiceChangePlan plan, ServiceChange change, KubeObject service, WorkloadDraft draft,
        CancellationToken cancellationToken)
    {
        (ObjectUpdate update, IReadOnlyList<JsonDifference> stored) = await UpdatePreview.OfAsync(
            resources,
            ObjectUpdate.Plan(
                new ResourceRef(ResourceTypes.Service, service.Namespace, service.Name), service,
                read => ServiceEdit.Apply(read, change, draft)),
            cancellationToken).ConfigureAwait(false);
        if (stored.Count == 0) return plan;
        bool hasGap = change.Has("Port") && PortEdit.WithGap(update.Read, change, draft).Count > 0;
        string own = WritePreview.Describe($"Change {update.Target}", stored);
        plan = plan with
        {
            Service = update,
            Bridge = plan.Workload is not null && change.Has("Port") ? PlanBridge(update, change) : null,
            HasGap = hasGap,
        };
        string[] texts = plan.ServiceFirst ? [own, plan.Description] : [plan.Description, own];
        return plan with { Description = string.Join('\n', texts.Where(text => text.Length > 0)) };
    }

    private static ObjectUpdate? PlanBridge(ObjectUpdate update, ServiceChange change) =>
        PortEdit.Bridge(update.Read, change) is null ? null : ObjectUpdate.Plan(update.Target, update.Read, read =>
        {
            JsonObject json = read.ToNode();
            if (PortEdit.Bridge(read, change) is { } ports) json.Open("spec")["ports"] = ports;
            return json;
        });

    private static JsonNode? Annotations(KubeObject item) => item.ToNode().At("metadata", "annotations");
}
