using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Revisions;

/// <summary>The history of a workload with what runs of each revision.</summary>
public static class RevisionReport
{
    /// <summary>Reads and describes the history.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">The Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    /// <param name="now">The time of reading.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Every revision that is kept, the newest first.</returns>
    /// <exception cref="ClusterException">AccessDenied; who may not read pods only gets no digests.</exception>
    public static async Task<IReadOnlyList<RolloutRevision>> ReadAsync(
        IClusterSession session, KubeObject workload, string? kubeConfig, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<KubeObject>> sources = RevisionObjects.ReadAsync(session, workload, cancellationToken);
        Task<IReadOnlyList<KubeObject>> pods = ReadPodsAsync(session, workload, cancellationToken);
        IReadOnlyList<KubeObject>[] read = await Task.WhenAll(sources, pods).ConfigureAwait(false);
        return Of(workload, read[0], read[1], session.Context.Name, kubeConfig, now);
    }

    /// <summary>Describes the history.</summary>
    /// <param name="workload">The Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="sources">Its ReplicaSets or ControllerRevisions; those of other owners are ignored.</param>
    /// <param name="pods">Its pods; those of other owners are ignored.</param>
    /// <param name="context">The context it was read from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    /// <param name="now">The time of reading.</param>
    public static IReadOnlyList<RolloutRevision> Of(
        KubeObject workload, IReadOnlyList<KubeObject> sources, IReadOnlyList<KubeObject> pods, string context,
        string? kubeConfig, DateTimeOffset now) =>
    [
        .. from kept in RolloutHistory.Read(workload, sources)
           let own = pods.Where(pod => RevisionObjects.IsOf(pod, workload, kept.Source)).ToArray()
           let counts = Count(kept.Source, own)
           let revision = kept.Revision
           select new RolloutRevision(
               workload.Name, workload.Namespace ?? "", WorkloadKinds.Of(workload), revision.Number,
               revision.IsCurrent, counts.Replicas, counts.Ready, revision.Version, Images(kept.Source, own),
               revision.ChangeCause, revision.Run, revision.Created, context, kubeConfig)
           {
               Age = TimeSpan.FromSeconds(Math.Max(0, Math.Floor((now - revision.Created).TotalSeconds))),
           },
    ];

    /// <summary>The fault of a revision that is not in a history.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="history">Its history.</param>
    /// <param name="number">The revision that was asked for.</param>
    public static ClusterException NotFound(
        KubeObject workload, IEnumerable<RolloutRevision> history, long number) => RolloutHistory.NotFound(
            workload,
            history.Select(one => new Revision(
                one.Revision, [.. one.Images.Select(image => image.Image)], null, one.Created, one.IsCurrent)),
            $"revision {number}", "Choose one of these.");

    private static async Task<IReadOnlyList<KubeObject>> ReadPodsAsync(
        IClusterSession session, KubeObject workload, CancellationToken cancellationToken)
    {
        try
        {
            return await RevisionObjects.ReadPodsAsync(session, workload, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return [];
        }
    }

    private static (int Replicas, int Ready) Count(KubeObject source, KubeObject[] pods) =>
        source.Json.Number("spec", "replicas") is { } replicas
            ? (replicas, source.Json.Count("status", "readyReplicas"))
            : (pods.Length, pods.Count(WorkloadPods.IsReady));

    private static RevisionImage[] Images(KubeObject source, KubeObject[] pods) =>
    [
        .. from container in PodTemplate.ElementOf(source).Items("spec", "containers")
           let name = container.Text("name") ?? ""
           select new RevisionImage(
               name, container.Text("image") ?? "",
               [.. pods.Select(pod => DigestIn(pod, name)).OfType<string>().Distinct()]),
    ];

    private static string? DigestIn(KubeObject pod, string container) => RunningImage.DigestOf(
        pod.Json.Items("status", "containerStatuses").FirstOrDefault(item => item.Text("name") == container));
}
