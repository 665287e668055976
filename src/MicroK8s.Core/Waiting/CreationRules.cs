using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>
/// Why the server refuses to create pods of the new revision. For a Deployment the ReplicaSet's condition
/// ReplicaFailure tells it; for the other kinds only an event of the workload does, which counts as long as no pod was
/// made after it. A quota may be freed by pods that leave, so it must stand five seconds while none is leaving, and is
/// tried once more before the verdict. A refusal that concerns the pod itself is repeated for as long as nobody changes
/// it: a condition is certain at once, an event after five seconds, in which the controller, which tries again at once
/// after a change, would have made a pod. A priority or runtime class that is missing may come late, as a ConfigMap.
/// Any other refusal must stand twenty: a webhook does not answer, the server is too busy, it has not counted a new
/// quota yet, or the service account or its token is not there yet.
/// </summary>
internal static class CreationRules
{
    public static TimeSpan QuotaPatience { get; } = TimeSpan.FromSeconds(5);

    public static TimeSpan ServerGracePeriod { get; } = TimeSpan.FromSeconds(20);

    public static TimeSpan EventPatience { get; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What is forbidden while the server looks for something (kubernetes/kubernetes, plugin/pkg/admission).
    /// </summary>
    private static readonly string[] Passing = ["service account", "timeout", "timed out", "deadline exceeded"];

    /// <summary>How plugins forbid a pod that names what is not there (the same, priority and runtimeclass).</summary>
    private static readonly string[] Missing = ["not found", "no PriorityClass with name"];

    /// <summary>What the condition amounts to. Null if pods are being created.</summary>
    /// <param name="replicaSet">The ReplicaSet of the new revision.</param>
    /// <param name="podsLeave">Whether pods of the workload are leaving.</param>
    public static RolloutCause? Judge(KubeObject replicaSet, bool podsLeave)
    {
        JsonElement failure = replicaSet.Condition("ReplicaFailure");
        if (failure.Text("status") != "True" || failure.Text("reason") != "FailedCreate") return null;

        return Describe(failure.Text("message"), podsLeave, TimeSpan.Zero);
    }

    /// <summary>What the events amount to. Null if there is none of a refusal, or a pod was made since.</summary>
    /// <param name="events">The events about the StatefulSet or DaemonSet, the latest last.</param>
    /// <param name="podsLeave">Whether pods of the workload are leaving.</param>
    public static RolloutCause? Judge(IReadOnlyList<PodEvent> events, bool podsLeave)
    {
        PodEvent? failed = events.LastOrDefault(item => item.Reason == "FailedCreate");
        PodEvent? made = events.LastOrDefault(item => item.Reason == "SuccessfulCreate");
        if (failed is null || made?.LastSeen >= failed.LastSeen) return null;
        return Describe(failed.Message, podsLeave, EventPatience);
    }

    private static RolloutCause Describe(string? message, bool podsLeave, TimeSpan gracePeriod)
    {
        string said = UntrustedText.Quote(message);
        bool isQuota = said.Contains("exceeded quota", StringComparison.Ordinal);
        return new RolloutCause(
            isQuota ? ClusterFault.QuotaExceeded : ClusterFault.PodRejected,
            isQuota ? $"the pods do not fit the quota: {Why(said)}" : $"the server refuses the pods: {Why(said)}")
        {
            // With another use of the quota it is another refusal.
            Mark = isQuota ? Why(said) : "",
            IsExcused = isQuota && podsLeave,
            GracePeriod = isQuota ? GracePeriodOfQuota(podsLeave) : GracePeriodOf(said) ?? gracePeriod,
            Event = $"FailedCreate: {said}",
        };
    }

    private static TimeSpan? GracePeriodOfQuota(bool podsLeave) => podsLeave ? null : QuotaPatience;

    /// <summary>
    /// How long a refusal must stand. Null if it is the pod itself that is refused (kubernetes/apimachinery,
    /// pkg/api/errors, <c>NewForbidden</c> and <c>NewInvalid</c>; kubernetes/apiserver,
    /// pkg/admission/plugin/webhook/errors, <c>ToStatusErr</c>).
    /// </summary>
    private static TimeSpan? GracePeriodOf(string said)
    {
        if (Says("is invalid") || Says("denied the request") || Says("denied request")) return null;
        if (!Says("is forbidden")) return ServerGracePeriod;

        // Before that comes the name of the pod, which may hold any of these words.
        said = Why(said);
        bool isForNow = AdmissionRefusals.IsForNow(said) || Passing.Any(Says);
        return isForNow ? ServerGracePeriod : Missing.Any(Says) ? ConfigRules.Lateness : null;

        bool Says(string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The end of <c>pods "web-1" is forbidden: exceeded quota: …</c>.</summary>
    private static string Why(string said)
    {
        const string Forbidden = "is forbidden: ";
        int cut = said.IndexOf(Forbidden, StringComparison.Ordinal);
        return cut < 0 ? said : said[(cut + Forbidden.Length)..];
    }
}
