using System.Text.Json;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Health.Workloads;

/// <summary>What is wrong with a pod as a whole; its containers have rules of their own.</summary>
public static class PodHealthRules
{
    /// <summary>What a pod may take to start before it counts as stuck.</summary>
    public static readonly TimeSpan StartGrace = TimeSpan.FromMinutes(5);

    /// <summary>What an autoscaler may take to react before an unplaced pod counts as stuck.</summary>
    public static readonly TimeSpan PlacementGrace = TimeSpan.FromMinutes(1);

    /// <summary>What a pod may take to end after its own grace period.</summary>
    public static readonly TimeSpan EndGrace = TimeSpan.FromMinutes(1);

    /// <summary>The verdict on a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="now">The time by the server's clock.</param>
    /// <returns>Null if it is well.</returns>
    public static HealthVerdict? Judge(KubeObject pod, DateTimeOffset now)
    {
        if (pod.IsBeingDeleted) return Verdict(pod, StuckEnd(pod, now));

        string describe = $"kubectl describe pod {pod.Name} -n {pod.Namespace}";
        switch (pod.Json.Text("status", "phase"))
        {
            case "Succeeded":
                return null;
            case "Failed":
                string why = pod.Json.Text("status", "reason") ?? "its containers failed";
                return Verdict(pod, new HealthProblem(HealthStatus.Warning, $"Failed: {why}", describe));
        }

        HealthProblem[] problems = [.. ContainerRules.Judge(pod, now)];

        // What a container shows explains why the pod is not ready; without it the pod's own conditions must do.
        return problems.Any(problem => problem.Status == HealthStatus.Unhealthy)
            ? HealthVerdict.FromProblems($"{pod}", problems)
            : Verdict(pod, [.. problems, Unplaced(pod, now, describe) ?? NotReady(pod, now, describe)]);
    }

    private static HealthVerdict? Verdict(KubeObject pod, params HealthProblem?[] problems) =>
        HealthVerdict.FromProblems($"{pod}", problems.OfType<HealthProblem>());

    /// <summary>The deletion time that the server notes already includes the pod's own grace period.</summary>
    private static HealthProblem? StuckEnd(KubeObject pod, DateTimeOffset now)
    {
        TimeSpan? over = now - pod.Json.Time("metadata", "deletionTimestamp");
        if (over is null || over <= EndGrace) return null;

        string[] finalizers = [.. pod.Json.Items("metadata", "finalizers").Select(item => item.ToString())];
        string held = finalizers.Length == 0 ? "" : $", held by finalizer {string.Join(", ", finalizers)}";
        return new HealthProblem(
            HealthStatus.Unhealthy, $"Stuck in Terminating, overdue for {AgeText.Of(over.Value)}{held}",
            $"kubectl describe node {pod.Json.Text("spec", "nodeName")}");
    }

    private static HealthProblem? Unplaced(KubeObject pod, DateTimeOffset now, string describe)
    {
        JsonElement placed = pod.Condition("PodScheduled");
        if (placed.Text("status") != "False") return null;

        TimeSpan age = Since(placed, pod, now);
        return new HealthProblem(
            age > PlacementGrace ? HealthStatus.Unhealthy : HealthStatus.Warning,
            $"{placed.Text("reason") ?? "Unschedulable"} for {AgeText.Of(age)}: {placed.Text("message")}", describe);
    }

    private static HealthProblem? NotReady(KubeObject pod, DateTimeOffset now, string describe)
    {
        JsonElement ready = pod.Condition("Ready");
        if (ready.Text("status") == "True") return null;

        TimeSpan age = Since(ready, pod, now);
        string state = pod.Json.Text("status", "phase") == "Pending" ? "Pending" : "Running, but not ready";
        string said = ready.Text("message") is { } message ? $": {message}" : "";
        return new HealthProblem(
            age > StartGrace ? HealthStatus.Unhealthy : HealthStatus.Warning, $"{state} for {AgeText.Of(age)}{said}",
            describe);
    }

    private static TimeSpan Since(JsonElement condition, KubeObject pod, DateTimeOffset now) =>
        now - (condition.Time("lastTransitionTime") ?? pod.Created ?? now);
}
