using System.Globalization;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Workloads;

namespace MicroK8s.Inspection;

/// <summary>
/// Which workload a pod belongs to, by its controlling owner: labels alone do not tell, because selectors may overlap.
/// </summary>
internal sealed class OwnerIndex
{
    private readonly Dictionary<string, PodOwner> _byUid = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? Namespace, string Name), PodOwner> _deployments = [];
    private readonly Dictionary<(string Owner, string Hash), long> _revisions = [];

    /// <summary>The owner of a pod. Null if it belongs to none of the workloads.</summary>
    public PodOwner? OwnerOf(KubeObject pod)
    {
        if (pod.ControllerUid is not { } uid) return null;
        if (!_byUid.TryGetValue(uid, out PodOwner? owner)) return OwnerByName(pod);
        return pod.Json.Text("metadata", "labels", NewestRevision.HashLabel) is { } hash
            && _revisions.TryGetValue((uid, hash), out long revision)
            ? owner with { Revision = revision }
            : owner;
    }

    /// <summary>Takes in a workload.</summary>
    public void Add(WorkloadKind kind, KubeObject workload)
    {
        var owner = new PodOwner(workload.Name, kind, null);
        _byUid[workload.Uid] = owner;
        if (kind == WorkloadKind.Deployment) _deployments[(workload.Namespace, workload.Name)] = owner;
    }

    /// <summary>Reads the revisions behind the workloads.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="namespaceName">The namespace; null for all.</param>
    /// <param name="selector">The selector of the only workload. Null for all.</param>
    /// <param name="onUnknown">Told, on any thread, of what may not be read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What to take in once the workloads are known.</returns>
    public static async Task<IReadOnlyList<KubeObject>[]> ReadRevisionsAsync(
        IResources resources, string? namespaceName, string? selector, Action<ClusterException> onUnknown,
        CancellationToken cancellationToken)
    {
        ResourceQuery[] queries =
        [
            new(ResourceTypes.ReplicaSet, namespaceName) { LabelSelector = selector, MetadataOnly = true },
            new(ResourceTypes.ControllerRevision, namespaceName) { LabelSelector = selector },
        ];
        return await Task.WhenAll(queries.Select(
            query => resources.ReadAllOrAbsentAsync(query, onUnknown, cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>Takes in the ReplicaSets and ControllerRevisions of the workloads.</summary>
    public void AddRevisions(IReadOnlyList<KubeObject>[] revisions)
    {
        foreach (KubeObject set in revisions[0])
        {
            if (_byUid.GetValueOrDefault(set.ControllerUid ?? "") is not { } owner) continue;
            string? number = set.Json.Text("metadata", "annotations", DeploymentRevisions.Annotation);
            _byUid[set.Uid] = owner with
            {
                Revision = long.TryParse(number, CultureInfo.InvariantCulture, out long revision) ? revision : null,
            };
        }

        foreach (KubeObject item in revisions[1])
        {
            if (item.ControllerUid is not { } owner || item.Json.Number("revision") is not { } number) continue;

            // The pods of a StatefulSet carry the revision's name, those of a DaemonSet its hash.
            _revisions[(owner, item.Name)] = number;
            if (item.Labels.GetValueOrDefault(NewestRevision.HashLabel) is { } hash) _revisions[(owner, hash)] = number;
        }
    }

    /// <summary>For a pod of a ReplicaSet that is newer than what was read, or may not be read.</summary>
    private PodOwner? OwnerByName(KubeObject pod) => WorkloadPods.DeploymentOf(pod) is { } name
        ? _deployments.GetValueOrDefault((pod.Namespace, name))
        : null;
}
