using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Workloads;

namespace MicroK8s.Waiting;

/// <summary>The verdict on a rollout: a pure function of what is known.</summary>
public static class RolloutRules
{
    /// <summary>
    /// Judges a workload. First whether it is still the rollout that is waited for, then kubectl's order (the
    /// server's deadline, then the counts), and only if it is not done, what its new pods show.
    /// </summary>
    /// <param name="snapshot">What is known.</param>
    public static RolloutVerdict Judge(RolloutSnapshot snapshot)
    {
        if (snapshot.Workload is not { IsBeingDeleted: false } workload || workload.Uid != snapshot.Baseline.Uid)
        {
            return Fail(snapshot, ClusterFault.WorkloadDeleted, "was deleted while its rollout was waited for");
        }

        if (!PodTemplate.AreEqual(workload, snapshot.Baseline))
        {
            return Fail(snapshot, ClusterFault.Superseded, "got another pod template while its rollout was waited for");
        }

        IReadOnlyList<RolloutCause> causes = RolloutCauses.Find(snapshot);
        if (!snapshot.WantsNoPods && WorkloadStatus.Of(workload).IsObserved
            && DeploymentStatus.IsPastDeadline(workload))
        {
            return PastDeadline(snapshot, workload, causes);
        }

        if (WorkloadStatus.Of(workload).Pending is not { } pending) return Confirm(snapshot, workload, causes);
        return UpdateStrategy.IsPaused(workload)
            ? Fail(snapshot, ClusterFault.RolloutPaused, "is paused, so its rollout does not go on")
            : Weigh(snapshot, causes, pending);
    }

    /// <summary>
    /// The failure when the caller's time is over. Nothing was certain, so it is a time-out with the best explanation
    /// there is; only a probe that failed as often as its own threshold allows is named as the fault.
    /// </summary>
    /// <param name="snapshot">What is known.</param>
    /// <param name="timeout">The caller's limit.</param>
    public static RolloutVerdict.Failed TimedOut(RolloutSnapshot snapshot, WaitLimit timeout)
    {
        RolloutCause? cause = RolloutCauses.Find(snapshot) is [var first, ..] ? first : null;
        string why = cause?.Text ?? (snapshot.Workload is { } workload ? WorkloadStatus.Of(workload).Pending : null)
            ?? "the cluster has not reported its state";
        ClusterFault fault = cause is { IsOverdue: true, Fault: { } own } ? own : ClusterFault.RolloutTimeout;
        return Fail(snapshot, fault, $"did not finish its rollout within {timeout}: {why}", cause);
    }

    private static RolloutVerdict.Failed PastDeadline(
        RolloutSnapshot snapshot, KubeObject workload, IReadOnlyList<RolloutCause> causes)
    {
        RolloutCause? cause = causes is [var first, ..] ? first : null;
        int? limit = workload.Json.Number("spec", "progressDeadlineSeconds");
        string why = cause?.Text ?? WorkloadStatus.Of(workload).Pending ?? "the server has given it up";
        return Fail(
            snapshot, cause?.Fault ?? ClusterFault.DeadlineExceeded,
            $"made no progress within its deadline of {limit ?? 600} s: {why}", cause);
    }

    /// <summary>
    /// Done by the workload's counts. Its status and the pods' come by different ways, so what the pods show may be
    /// newer: a container that ended, or that has only just started. It may be older, too: a pod that counts as
    /// available, but is not seen to be ready, has news on the way.
    /// </summary>
    private static RolloutVerdict Confirm(
        RolloutSnapshot snapshot, KubeObject workload, IReadOnlyList<RolloutCause> causes)
    {
        const string Message = "all pods are available; making sure that they stay so";
        RolloutCause[] faults = [.. causes.Where(cause => cause is { Fault: not null, Container: not null })];
        if (faults.Length > 0) return Weigh(snapshot, faults, Message);
        if (!snapshot.WantsNoPods && RolloutPods.Of(snapshot).Newest.Any(IsAwaited))
        {
            return new RolloutVerdict.Waiting(Message) { Suspicions = causes };
        }

        if (workload.Json.Count("spec", "minReadySeconds") > 0) return new RolloutVerdict.Done();

        DateTimeOffset settled = causes.Where(cause => cause.IsSettling)
            .Select(cause => EndOfSettling(snapshot, cause)).DefaultIfEmpty(snapshot.Now).Max();
        return settled <= snapshot.Now
            ? new RolloutVerdict.Done()
            : new RolloutVerdict.Waiting(Message) { Suspicions = causes, JudgeAgainAt = settled };
    }

    private static bool IsAwaited(KubeObject pod) =>
        !pod.IsBeingDeleted && !PodFailureRules.IsOver(pod) && !WorkloadPods.IsReady(pod);

    private static RolloutVerdict Weigh(
        RolloutSnapshot snapshot, IReadOnlyList<RolloutCause> causes, string pending)
    {
        DateTimeOffset? next = null;
        foreach (RolloutCause cause in causes.Where(cause => cause is { Fault: not null, GracePeriod: not null }))
        {
            DateTimeOffset certain = EndOfPatience(snapshot, cause);
            if (certain <= snapshot.Now)
            {
                return Fail(snapshot, cause.Fault!.Value, $"cannot roll out: {cause.Text}", cause);
            }

            next = next < certain ? next : certain;
        }

        return new RolloutVerdict.Waiting(causes is [var first, ..] ? $"{pending}: {first.Text}" : pending)
        {
            Suspicions = causes,
            JudgeAgainAt = next,
        };
    }

    /// <summary>A success, unlike a failure, does not rest on the time in which nobody could report anything.</summary>
    private static DateTimeOffset EndOfSettling(RolloutSnapshot snapshot, RolloutCause cause)
    {
        DateTimeOffset listened = snapshot.ListeningSince + cause.GracePeriod!.Value;
        DateTimeOffset patient = EndOfPatience(snapshot, cause);
        return listened > patient ? listened : patient;
    }

    private static DateTimeOffset EndOfPatience(RolloutSnapshot snapshot, RolloutCause cause) =>
        snapshot.SuspectedSince.GetValueOrDefault(cause.Key, snapshot.Now) + cause.GracePeriod!.Value;

    private static RolloutVerdict.Failed Fail(
        RolloutSnapshot snapshot, ClusterFault fault, string what, RolloutCause? cause = null)
    {
        KubeObject baseline = snapshot.Baseline;
        bool hasEarlier = snapshot.Revisions.Count(item => item.ControllerUid == baseline.Uid) > 1;
        return new RolloutVerdict.Failed(fault, $"{baseline} {what}.")
        {
            Cause = cause,
            Advice = RolloutAdvice.For(fault, baseline, cause, hasEarlier),
        };
    }
}
