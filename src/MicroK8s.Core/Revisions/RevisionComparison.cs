using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Revisions;

/// <summary>Compares two revisions of a workload.</summary>
/// <param name="From">The number of the one. Null for the one before the current one.</param>
/// <param name="To">The number of the other. Null for what the workload asks for now.</param>
/// <param name="ShowsValues">
/// Whether plain values of environment variables and of headers of probes are told; else only that they differ.
/// </param>
public sealed record RevisionComparison(long? From, long? To, bool ShowsValues)
{
    /// <summary>Reads and compares.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">The Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">RevisionNotFound, AccessDenied.</exception>
    public async Task<IReadOnlyList<RevisionDifference>> ReadAsync(
        IClusterSession session, KubeObject workload, string? kubeConfig, CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject> sources =
            await RevisionObjects.ReadAsync(session, workload, cancellationToken).ConfigureAwait(false);
        return Of(workload, sources, session.Context.Name, kubeConfig);
    }

    /// <summary>Every field that differs, in the order of the templates; none if they are the same.</summary>
    /// <param name="workload">The Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="sources">Its ReplicaSets or ControllerRevisions; those of other owners are ignored.</param>
    /// <param name="context">The context it was read from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    /// <exception cref="ClusterException">RevisionNotFound.</exception>
    public IReadOnlyList<RevisionDifference> Of(
        KubeObject workload, IReadOnlyList<KubeObject> sources, string context, string? kubeConfig)
    {
        IReadOnlyList<(Revision Revision, KubeObject Source)> history = RolloutHistory.Read(workload, sources);
        (Revision from, KubeObject source) = new RollbackGoal { Revision = From }.Choose(workload, history);
        (Revision? to, KubeObject target) = To is null
            ? (history.FirstOrDefault(kept => kept.Revision.IsCurrent).Revision, workload)
            : new RollbackGoal { Revision = To }.Choose(workload, history);
        JsonObject before = PodTemplate.Of(source);
        JsonObject after = PodTemplate.Of(target);
        IEnumerable<JsonDifference> changes = ShowsValues
            ? TemplateDifference.All(before, after)
            : TemplateDifference.Between(before, after);
        return
        [
            .. changes.Select(change => new RevisionDifference(
                workload.Name, workload.Namespace ?? "", WorkloadKinds.Of(workload), from.Number, to?.Number,
                change.Path, change.From, change.To, context, kubeConfig)),
        ];
    }
}
