using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>The HorizontalPodAutoscaler that sets the replicas of a workload, whoever made it.</summary>
internal static class WorkloadAutoscaler
{
    /// <summary>Whether an autoscaler sets the replicas of a workload.</summary>
    public static bool Controls(KubeObject autoscaler, KubeObject workload) =>
        autoscaler.Json.Text("spec", "scaleTargetRef", "name") == workload.Name
        && autoscaler.Json.Text("spec", "scaleTargetRef", "kind") == workload.Kind;

    /// <summary>Finds it. Null if there is none, or if the user may not see autoscalers.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<KubeObject?> FindAsync(
        IResources resources, KubeObject workload, CancellationToken cancellationToken)
    {
        // Who may not see autoscalers can still scale.
        IReadOnlyList<KubeObject> all = await resources.ReadAllOrAbsentAsync(
            new ResourceQuery(ResourceTypes.HorizontalPodAutoscaler, workload.Namespace), onDenied: null,
            cancellationToken).ConfigureAwait(false);
        return all.FirstOrDefault(item => Controls(item, workload));
    }

    /// <summary>What becomes of a number of replicas that is written all the same, as a sentence.</summary>
    /// <param name="autoscaler">The autoscaler.</param>
    /// <param name="workload">The workload as it is.</param>
    /// <param name="replicas">The number that is to be written.</param>
    public static string Warning(KubeObject autoscaler, KubeObject workload, int replicas)
    {
        int least = autoscaler.Json.Number("spec", "minReplicas") ?? 1;
        int most = autoscaler.Json.Count("spec", "maxReplicas");
        string what = WorkloadStatus.Of(workload).Desired == 0
            ? "will scale it again"
            : replicas < least || replicas > most ? "will override this value" : "may override this value";
        return $"{autoscaler} controls the replicas of {workload} ({least}–{most}) and {what}.";
    }
}
