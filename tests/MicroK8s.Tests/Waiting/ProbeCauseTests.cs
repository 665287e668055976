using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>When a probe is to blame.</summary>
public sealed class ProbeCauseTests : CauseTests
{
    [Fact]
    public void A_liveness_probe_that_killed_twice_is_the_probes_fault()
    {
        RolloutSnapshot snapshot = Fake.Snapshot(Fake.PodIn(Running, restarts: 2, last: Stopped, conditions: NotReady));

        AssertMayHeal(snapshot);
        AssertCertain(ClusterFault.ProbeFailed, snapshot with { Events = [Liveness] });
    }

    [Fact]
    public void A_liveness_probe_that_killed_long_ago_is_forgiven_to_a_pod_that_was_ready_since() => AssertMayHeal(
        Fake.Snapshot(Fake.PodIn(Running, restarts: 2, last: Stopped, conditions: WasReady)) with { Events = [Liveness] });

    [Fact]
    public void A_killed_container_with_a_liveness_probe_needs_no_event()
    {
        JsonObject pod = Fake.PodIn(
            BackOff, restarts: 2, last: """{"terminated":{"exitCode":137,"reason":"Error"}}""").ToNode();
        AssertCertain(ClusterFault.ContainerCrashed, Fake.Object(pod));
        pod["spec"]!["containers"]![0]!["livenessProbe"] = new JsonObject();
        AssertCertain(ClusterFault.ProbeFailed, Fake.Object(pod));
    }

    [Fact]
    public void A_crash_of_its_own_is_not_blamed_on_the_probe() => AssertCertain(
        ClusterFault.ContainerCrashed,
        Fake.Snapshot(Fake.PodIn(BackOff, restarts: 2, last: Crashed)) with { Events = [Liveness] });

    [Fact]
    public void A_readiness_probe_never_ends_the_wait_by_itself() => AssertMayHeal(
        Fake.Snapshot(Fake.PodIn(Running)) with { Events = [Fake.Event("Unhealthy", "Readiness probe failed: 503", count: 900)] });

    [Fact]
    public void A_readiness_probe_is_the_cause_when_the_servers_deadline_passes()
    {
        RolloutVerdict verdict = RolloutRules.Judge(Late(Fake.PodIn(Running)) with
        {
            Events = [Fake.Event("Unhealthy", "Readiness probe failed: 503")],
        });

        Assert.Equal(ClusterFault.ProbeFailed, Assert.IsType<RolloutVerdict.Failed>(verdict).Fault);
    }

    [Theory]
    [InlineData("2026-01-01T11:59:31Z", ClusterFault.RolloutTimeout)]
    [InlineData("2026-01-01T11:59:29Z", ClusterFault.ProbeFailed)]
    public void A_probe_that_is_silent_for_longer_than_its_threshold_is_blamed_without_an_event(
        string started, ClusterFault fault)
    {
        KubeObject pod = Fake.PodIn($$$"""{"running":{"startedAt":"{{{started}}}"}}""");

        RolloutVerdict.Failed verdict = RolloutRules.TimedOut(Fake.Snapshot(pod), TimeSpan.FromSeconds(60));

        Assert.Equal(fault, verdict.Fault);
        Assert.Contains("has not passed its readiness probe", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, ClusterFault.RolloutTimeout)]
    [InlineData(3, ClusterFault.ProbeFailed)]
    public void The_callers_time_out_blames_a_probe_only_past_its_own_threshold(int failures, ClusterFault fault)
    {
        RolloutSnapshot snapshot = Fake.Snapshot(
            Fake.PodIn("""{"running":{"startedAt":"2026-01-01T11:59:59Z"}}""")) with
        {
            Events = [Fake.Event("Unhealthy", "Readiness probe failed: 503", failures)],
        };

        RolloutVerdict.Failed verdict = RolloutRules.TimedOut(snapshot, TimeSpan.FromSeconds(30));

        Assert.Equal(fault, verdict.Fault);
        Assert.Contains("within 30 s: container 'web' of pod p1 is not ready", verdict.Message, StringComparison.Ordinal);
    }
}
