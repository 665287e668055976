using MicroK8s.Resources;

namespace MicroK8s.Tests.Waiting;

/// <summary>What the cluster recorded about a rollout, read after the wait has ended.</summary>
/// <param name="Start">When the wait began.</param>
/// <param name="Timeout">The caller's limit.</param>
/// <param name="ActedAt">When somebody interfered. Null if nobody did.</param>
internal sealed record WaitingEvidence(DateTimeOffset Start, TimeSpan Timeout, DateTimeOffset? ActedAt)
{
    public KubeObject? Workload { get; init; }

    public IReadOnlyList<KubeObject> ReplicaSets { get; init; } = [];

    public IReadOnlyList<KubeObject> Pods { get; init; } = [];

    public IReadOnlyList<KubeObject> Events { get; init; } = [];

    /// <summary>When a container of a pod was first seen to wait so, by a watch of the test's own.</summary>
    public IReadOnlyDictionary<(string Reason, string Message), DateTimeOffset> Waiting { get; init; } =
        new Dictionary<(string Reason, string Message), DateTimeOffset>();

    /// <summary>
    /// When the API server first had one of these reasons: in the state of a container, or in an event about the
    /// workload or a pod of it. A busy kubelet sends events late, so it is the time at which they were stored.
    /// </summary>
    public DateTimeOffset? First(params string[] reasons) => First("", reasons);

    /// <summary>
    /// When the API server first named what is missing. A busy kubelet that has not read the Secret yet reports the
    /// same reason with "failed to sync secret cache", and tries again ten seconds later.
    /// </summary>
    public DateTimeOffset? Missing(string reason, string what) => First(what, reason);

    /// <summary>The first time that the scheduler said what it said last.</summary>
    public DateTimeOffset? Unschedulable() => Events.Where(item => item.Json.Text("reason") == "FailedScheduling")
        .GroupBy(item => item.Json.Text("message")).Select(same => same.Min(item => item.Created)).Max();

    /// <summary>The end of the run that ended last, of any container.</summary>
    public DateTimeOffset? LastEnd() => Pods
        .SelectMany(pod => pod.Json.Items("status", "initContainerStatuses").Concat(pod.Json.Items("status", "containerStatuses")))
        .Select(status => status.Time("state", "terminated", "finishedAt") ?? status.Time("lastState", "terminated", "finishedAt"))
        .Max();

    /// <summary>Since when all pods are ready.</summary>
    public DateTimeOffset? Ready() => Pods.Select(pod => ConditionOf(pod, "Ready")).Max();

    /// <summary>Since when the Deployment's condition Progressing is as it is.</summary>
    public DateTimeOffset? Deadline() => Workload is null ? null : ConditionOf(Workload, "Progressing");

    /// <summary>Since when pods are refused.</summary>
    public DateTimeOffset? Refused() =>
        ReplicaSets.Select(set => ConditionOf(set, "ReplicaFailure")).Min() ?? First("FailedCreate");

    /// <summary>When the caller's time was over.</summary>
    public DateTimeOffset? TimeOut() => Start + Timeout;

    private DateTimeOffset? First(string text, string[] reasons)
    {
        return Events.Where(item => Says(item.Json.Text("reason"), item.Json.Text("message"))).Select(item => item.Created)
            .Concat(Waiting.Where(seen => Says(seen.Key.Reason, seen.Key.Message)).Select(seen => (DateTimeOffset?)seen.Value))
            .Min();

        bool Says(string? reason, string? message) =>
            reasons.Contains(reason) && message?.Contains(text, StringComparison.Ordinal) == true;
    }

    private static DateTimeOffset? ConditionOf(KubeObject item, string type) => item.Json.Items("status", "conditions")
        .Where(condition => condition.Text("type") == type)
        .Select(condition => condition.Time("lastTransitionTime")).Max();
}
