using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Monitoring;

/// <summary>What monitoring leaves behind when it ends: nothing.</summary>
/// <param name="Title">What is done, in one line.</param>
/// <param name="Writes">The writes in their order. None if there is nothing of ours.</param>
/// <param name="Warnings">Warnings to show before, as whole sentences.</param>
public sealed record MonitoringRemoval(string Title, IReadOnlyList<ObjectWrite> Writes, IReadOnlyList<string> Warnings)
{
    /// <summary>Plans it.</summary>
    /// <param name="name">The workload, which may be gone.</param>
    /// <param name="namespaceName">Its namespace.</param>
    /// <param name="workload">The workload. Null if it is gone.</param>
    /// <param name="services">The Services of the namespace.</param>
    /// <param name="monitors">The monitors of the namespace.</param>
    public static MonitoringRemoval Plan(
        string name, string namespaceName, KubeObject? workload, IReadOnlyList<KubeObject> services,
        IReadOnlyList<KubeObject> monitors)
    {
        var writes = new List<ObjectWrite>();
        var warnings = new List<string>();
        foreach (KubeObject monitor in monitors.Where(
            one => one.Labels.GetValueOrDefault(ServiceLabels.MonitoringOf) == name))
        {
            ResourceType type = MonitoringReader.MonitorTypes.First(one => one.Kind == monitor.Kind);
            writes.Add(new ObjectDeletion(new ResourceRef(type, monitor.Namespace, monitor.Name), monitor));
        }

        foreach (KubeObject service in services.Where(one => MonitoringNote.IsFor(one, name)))
        {
            writes.Add(PutBack(new ResourceRef(ResourceTypes.Service, service.Namespace, service.Name), service));
        }

        if (workload is not null && MonitoringNote.IsFor(workload, name))
        {
            ObjectUpdate update = PutBack(WorkloadKinds.RefOf(workload), workload);
            writes.Add(update);
            if (update.Changes.Any(change => change.Path.StartsWith("spec.template", StringComparison.Ordinal)))
            {
                warnings.Add($"The template of {workload} changes: all its pods are replaced.");
            }
        }

        if (workload is not null)
        {
            var scene = new MonitoringSnapshot(workload, services, monitors);
            KubeObject[] theirs =
            [
                .. services.SelectMany(service => MonitorPlanner.OthersOf(scene, service)
                    .Where(_ => Addresses.SelectingService.Of(service)?.Selects(workload) == true))
                    .Concat(MonitorPlanner.OthersOf(scene, null)).DistinctBy(one => (one.Kind, one.Name)),
            ];
            warnings.AddRange(theirs.Select(
                one => $"{one} of someone else scrapes {workload.Name} too; it stays."));
        }

        return new MonitoringRemoval($"End the monitoring of {namespaceName}/{name}", writes, warnings);

        ObjectUpdate PutBack(ResourceRef target, KubeObject item)
        {
            MonitoringNote.PutBack(item, name, warnings);
            return ObjectUpdate.Plan(target, item, read => MonitoringNote.PutBack(read, name, []));
        }
    }

    /// <summary>Lets the server check all of it without storing anything.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">InvalidSpec, Conflict, AccessDenied.</exception>
    public Task<ChangeSet> PreviewAsync(IResources resources, CancellationToken cancellationToken) =>
        MonitoringPlan.PreviewAsync(resources, Title, Writes, Warnings, cancellationToken);
}
