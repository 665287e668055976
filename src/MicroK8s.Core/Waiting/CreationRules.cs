using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>
/// Why the server refuses to create pods of the new revision. For a Deployment the ReplicaSet's condition
/// ReplicaFailure tells it; for the other kinds only an event of the workload does, which counts as long as no pod was
/// made after it. A quota may be freed by pods that leave, so it must stand five seconds while none is leaving, and is
/// tried once more before the verdict. A webhook that does not answer and a service account that is not there yet must
/// stand twenty. Any other refusal concerns the pod itself and is repeated for as long as nobody changes it: a
/// condition is certain at once, an event after five seconds, in which the controller, which tries again at once after
/// a change, would have made a pod.
/// </summary>
internal static class CreationRules
{
    public static TimeSpan QuotaPatience { get; } = TimeSpan.FromSeconds(5);

    public static TimeSpan ServerGracePeriod { get; } = TimeSpan.FromSeconds(20);

    public static TimeSpan EventPatience { get; } = TimeSpan.FromSeconds(5);

    private static readonly string[] MayHeal =
    [
        "serviceaccount", "service account", "failed calling webhook", "timeout", "deadline exceeded",
        "object has been modified",
    ];

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
            GracePeriod = isQuota ? GracePeriodOfQuota(podsLeave) : MayRecover(said) ? ServerGracePeriod : gracePeriod,
            Event = $"FailedCreate: {said}",
        };
    }

    private static TimeSpan? GracePeriodOfQuota(bool podsLeave) => podsLeave ? null : QuotaPatience;

    private static bool MayRecover(string said) =>
        MayHeal.Any(word => said.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The end of <c>pods "web-1" is forbidden: exceeded quota: …</c>.</summary>
    private static string Why(string said)
    {
        const string Forbidden = "is forbidden: ";
        int cut = said.IndexOf(Forbidden, StringComparison.Ordinal);
        return cut < 0 ? said : said[(cut + Forbidden.Length)..];
    }
}
