using System.Text.Json;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Health.Workloads;

/// <summary>What is wrong with a pod as a whole; its containers have rules of their own.</summary>
public static class PodHealthRules
{
    /// <summary>What a pod may take to become ready.</summary>
    public static readonly HealthThreshold StartGrace = HealthThreshold.Time(
        "PodStartGrace", TimeSpan.FromMinutes(5), "How long a pod may take to become ready");

    /// <summary>What an autoscaler may take to react.</summary>
    public static readonly HealthThreshold PlacementGrace = HealthThreshold.Time(
        "PodPlacementGrace", TimeSpan.FromMinutes(1), "How long a pod may be without a node");

    /// <summary>What a pod may take to end.</summary>
    public static readonly HealthThreshold EndGrace = HealthThreshold.Time(
        "PodEndGrace", TimeSpan.FromMinutes(1), "How long a pod may take to end beyond its own grace period");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthThreshold> Thresholds { get; } = [StartGrace, PlacementGrace, EndGrace];

    /// <summary>What is wrong with a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="scope">The time, and the thresholds.</param>
    /// <returns>Nothing if it is well, or done.</returns>
    public static IEnumerable<HealthProblem> Judge(KubeObject pod, HealthScope scope)
    {
        if (pod.IsBeingDeleted) return One(StuckEnd(pod, scope));

        // A Job counts the failures of its pods, and says itself when they were too many.
        bool isOfJob = PodController.Of(pod)?.Kind == "Job";
        switch (pod.Json.Text("status", "phase"))
        {
            case "Succeeded":
            case "Failed" when isOfJob:
                return [];
            case "Failed":
                string why = pod.Json.Text("status", "reason") ?? "its containers failed";
                return [new HealthProblem(PodCodes.Over, $"Failed: {why}", PodAdvice.Events(pod))];
        }

        HealthProblem[] problems = [.. ContainerRules.Judge(pod, scope.Now, scope.Since, isOfJob)];

        // What a container shows explains why the pod is not ready; without it the pod's own conditions must do.
        return problems.Any(problem => problem.Status == HealthStatus.Unhealthy)
            ? problems
            : [.. problems, .. One(Unplaced(pod, scope) ?? (isOfJob ? null : NotReady(pod, scope)))];
    }

    private static IEnumerable<HealthProblem> One(HealthProblem? problem) => problem is null ? [] : [problem];

    /// <summary>The deletion time that the server notes already includes the pod's own grace period.</summary>
    private static HealthProblem? StuckEnd(KubeObject pod, HealthScope scope)
    {
        TimeSpan? over = scope.Now - pod.Json.Time("metadata", "deletionTimestamp");
        if (over is null || over <= scope.TimeOf(EndGrace)) return null;

        string[] finalizers = [.. pod.Json.Items("metadata", "finalizers").Select(item => item.ToString())];
        string held = finalizers.Length == 0 ? "" : $", held by finalizer {string.Join(", ", finalizers)}";
        string node = pod.Json.Text("spec", "nodeName") ?? "";
        return new HealthProblem(
            PodCodes.Stuck, $"Stuck in Terminating, overdue for {AgeText.Of(over.Value)}{held}",
            finalizers.Length > 0
                ? "Ask the owner of the finalizer why it holds the pod"
                : $"Test-ClusterHealth Nodes: the kubelet of {node} has to end it");
    }

    private static HealthProblem? Unplaced(KubeObject pod, HealthScope scope)
    {
        JsonElement placed = pod.Condition("PodScheduled");
        if (placed.Text("status") != "False") return null;

        TimeSpan age = Since(placed, pod, scope.Now);
        return new HealthProblem(
            PodCodes.Unschedulable,
            $"{placed.Text("reason") ?? "Unschedulable"} for {AgeText.Of(age)}: {placed.Text("message")}",
            PodAdvice.Events(pod)) { Status = Late(age, scope.TimeOf(PlacementGrace)) };
    }

    private static HealthProblem? NotReady(KubeObject pod, HealthScope scope)
    {
        JsonElement ready = pod.Condition("Ready");
        if (ready.Text("status") == "True") return null;

        TimeSpan age = Since(ready, pod, scope.Now);
        string state = pod.Json.Text("status", "phase") == "Pending" ? "Pending" : "Running, but not ready";
        string said = ready.Text("message") is { } message ? $": {message}" : "";
        return new HealthProblem(
            PodCodes.NotReady, $"{state} for {AgeText.Of(age)}{said}", PodAdvice.Events(pod))
        {
            Status = Late(age, scope.TimeOf(StartGrace)),
        };
    }

    private static HealthStatus Late(TimeSpan age, TimeSpan grace) =>
        age > grace ? HealthStatus.Unhealthy : HealthStatus.Warning;

    private static TimeSpan Since(JsonElement condition, KubeObject pod, DateTimeOffset now) =>
        now - (condition.Time("lastTransitionTime") ?? pod.Created ?? now);
}
