using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>What pods show: what is certain at once, what must stand a while, and what may heal.</summary>
public abstract class CauseTests
{
    private protected const string Crashed = """{"terminated":{"exitCode":3,"reason":"Error","startedAt":"2026-01-01T11:00:00Z"}}""";
    private protected const string Stopped = """{"terminated":{"exitCode":0,"reason":"Completed","startedAt":"2026-01-01T11:00:00Z"}}""";
    private protected const string BackOff = """{"waiting":{"reason":"CrashLoopBackOff"}}""";
    private protected const string Running = """{"running":{"startedAt":"2026-01-01T11:01:00Z"}}""";
    private protected const string NotReady = """[{"type":"Ready","status":"False","lastTransitionTime":"2026-01-01T10:59:00Z"}]""";
    private protected const string WasReady = """[{"type":"Ready","status":"False","lastTransitionTime":"2026-01-01T11:02:00Z"}]""";

    private protected static KubeObject Liveness => Fake.Event("Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500");

    private protected static KubeObject Waiting(string reason, string message) => Fake.PodIn(new JsonObject
    {
        ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = message },
    }.ToJsonString());

    private protected static KubeObject Unschedulable(string message) => Fake.Pod(
        $$$"""{"conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"{{{message}}}"}]}""");

    private protected static RolloutSnapshot Refused(string message)
    {
        var status = new JsonObject
        {
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "ReplicaFailure",
                ["status"] = "True",
                ["reason"] = "FailedCreate",
                ["message"] = message,
            }),
        };
        return Fake.Snapshot() with
        {
            Revisions = [Fake.ReplicaSet("web:1", 1), Fake.ReplicaSet("web:2", 2, status.ToJsonString())],
        };
    }

    /// <summary>The server's deadline has passed.</summary>
    private protected static RolloutSnapshot Late(KubeObject pod) => Fake.Snapshot(pod) with
    {
        Workload = Fake.Deployment(status: """{"conditions":[{"type":"Progressing","reason":"ProgressDeadlineExceeded"}]}"""),
    };

    /// <summary>What a wait that began at the snapshot's time makes of it, so many seconds later.</summary>
    private protected static RolloutVerdict JudgeAt(RolloutCache cache, RolloutSnapshot snapshot, double seconds)
    {
        DateTimeOffset now = snapshot.Now.AddSeconds(seconds);
        RolloutSnapshot known = cache.Snapshot(now);
        RolloutVerdict verdict = RolloutRules.Judge(
            snapshot with { Now = now, SuspectedSince = known.SuspectedSince, StartsSeen = known.StartsSeen });
        if (verdict is RolloutVerdict.Waiting waiting) cache.Remember(waiting.Suspicions, now);
        return verdict;
    }

    private protected static IReadOnlyList<RolloutCause> Causes(RolloutSnapshot snapshot) =>
        Assert.IsType<RolloutVerdict.Waiting>(RolloutRules.Judge(snapshot)).Suspicions;

    private protected static RolloutCause Suspect(RolloutSnapshot snapshot) => Causes(snapshot)[0];

    private protected static void AssertMayHeal(RolloutSnapshot snapshot) =>
        Assert.Null(Assert.IsType<RolloutVerdict.Waiting>(RolloutRules.Judge(snapshot)).JudgeAgainAt);

    private protected static RolloutCause AssertCertain(ClusterFault fault, KubeObject pod) => AssertCertain(fault, Fake.Snapshot(pod));

    private protected static RolloutCause AssertCertain(ClusterFault fault, RolloutSnapshot snapshot)
    {
        var failed = Assert.IsType<RolloutVerdict.Failed>(RolloutRules.Judge(snapshot));
        Assert.Equal(fault, failed.Fault);
        return failed.Cause!;
    }

    private protected static void AssertCertainAfter(ClusterFault fault, TimeSpan gracePeriod, RolloutSnapshot snapshot)
    {
        var waiting = Assert.IsType<RolloutVerdict.Waiting>(RolloutRules.Judge(snapshot));
        Assert.Equal(snapshot.Now + gracePeriod, waiting.JudgeAgainAt);
        var since = waiting.Suspicions.ToDictionary(cause => cause.Key, _ => snapshot.Now);
        RolloutSnapshot At(TimeSpan later) => snapshot with { Now = snapshot.Now + later, SuspectedSince = since };

        Assert.IsType<RolloutVerdict.Waiting>(RolloutRules.Judge(At(gracePeriod - TimeSpan.FromMilliseconds(1))));
        AssertCertain(fault, At(gracePeriod));
    }
}
