using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>What became of a Job (kubernetes/api, batch/v1 <c>JobStatus</c>). Pure.</summary>
internal static class JobRules
{
    /// <summary>
    /// What a Job never gets over by trying again. Its own limits count how often its containers end, and not pods that
    /// never start.
    /// </summary>
    private static readonly ClusterFault?[] Lasting = [ClusterFault.ImagePullFailed, ClusterFault.ConfigMissing];

    /// <summary>Judges a Job.</summary>
    /// <param name="baseline">The Job that is waited for.</param>
    /// <param name="job">The Job now. Null if it is gone.</param>
    /// <param name="pods">Its pods. Null as long as they are not known.</param>
    /// <param name="now">The time.</param>
    public static RolloutVerdict Judge(
        KubeObject baseline, KubeObject? job, IReadOnlyList<KubeObject>? pods, DateTimeOffset now)
    {
        // One that is complete may be on its way out already (ttlSecondsAfterFinished).
        bool isSame = job?.Uid == baseline.Uid;
        if (isSame && job!.Condition("Complete").Text("status") == "True") return new RolloutVerdict.Done();
        if (!isSame || job!.IsBeingDeleted)
        {
            return new RolloutVerdict.Failed(
                ClusterFault.WorkloadDeleted, $"{baseline} was deleted while it was waited for.");
        }

        JsonElement failed = job.Condition("Failed");
        if (failed.Text("status") == "True" && pods is not null) return Failed(job, failed, pods, now);
        if (job.Json.Flag("spec", "suspend"))
        {
            return new RolloutVerdict.Failed(
                ClusterFault.RolloutPaused, $"{job} is suspended, so it runs no pods.")
            {
                Advice = "Set spec.suspend to false in its manifest, and publish it again.",
            };
        }

        RolloutCause[] causes =
        [
            .. (pods ?? []).SelectMany(pod => PodFailureRules.Judge(new PodView(pod, [], now), othersLeave: false))
                .Where(cause => cause.Fault is not null),
        ];
        RolloutCause? lasting =
            causes.FirstOrDefault(cause => Lasting.Contains(cause.Fault) && cause.GracePeriod == TimeSpan.Zero);
        return lasting is null
            ? new RolloutVerdict.Waiting(Progress(job)) { Suspicions = causes }
            : new RolloutVerdict.Failed(lasting.Fault!.Value, $"{job} cannot finish: {lasting.Text}.")
            {
                Cause = lasting, Advice = Advice(job),
            };
    }

    /// <summary>The failure of a Job whose time is over.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="waiting">How far it is.</param>
    /// <param name="limit">The time.</param>
    public static RolloutVerdict.Failed TooLate(KubeObject job, RolloutVerdict.Waiting waiting, string limit)
    {
        RolloutCause? cause = waiting.Suspicions is [var first, ..] ? first : null;
        string why = cause is null ? waiting.Message : cause.Text;
        return new RolloutVerdict.Failed(
            ClusterFault.RolloutTimeout, $"{job} is not complete after {limit}: {why}.")
        {
            Cause = cause, Advice = "The Job continues; raise -Timeout to wait longer.",
        };
    }

    /// <summary>Pods that are done, of those that are needed.</summary>
    public static string Progress(KubeObject job) =>
        $"{job.Json.Count("status", "succeeded")} of {job.Json.Number("spec", "completions") ?? 1} pods succeeded, "
        + $"{job.Json.Count("status", "active")} run";

    private static RolloutVerdict.Failed Failed(
        KubeObject job, JsonElement failed, IReadOnlyList<KubeObject> pods, DateTimeOffset now)
    {
        string reason = UntrustedText.Quote(failed.Text("reason"));
        string why = UntrustedText.Quote(failed.Text("message")).TrimEnd('.');
        RolloutCause? cause = pods.OrderByDescending(pod => pod.Created)
            .SelectMany(pod => new PodView(pod, [], now).Containers)
            .Where(container => container.LastEnd?.Count("exitCode") > 0)
            .Select(container => container.Cause(
                ClusterFault.JobFailed, $"ended with exit code {container.LastEnd?.Count("exitCode")}"))
            .FirstOrDefault();
        return new RolloutVerdict.Failed(
            ClusterFault.JobFailed,
            $"{job} failed: {reason}{(why.Length > 0 ? $" ({why})" : "")}{(cause is null ? "." : $"; {cause.Text}.")}")
        {
            Cause = cause is null ? null : cause with { Log = RolloutLog.Current }, Advice = Advice(job),
        };
    }

    private static string Advice(KubeObject job) =>
        $"A Job runs once: fix the cause, remove it (kubectl delete job {job.Name} -n {job.Namespace}), and publish it "
        + "again.";
}
