using MicroK8s.Inspection;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Inspection;

/// <summary>The words of <c>kubectl get pods</c>.</summary>
public sealed class PodStatusRulesTests
{
    private const string Running = """{ "name": "a", "ready": true, "state": { "running": {} } }""";

    [Theory]
    [InlineData("Pending", "[]", "Pending", "0/2")]
    [InlineData("Running", $"[ {Running} ]", "Running", "1/2")]
    [InlineData("Running", """[ { "name": "a", "state": { "waiting": { "reason": "CrashLoopBackOff" } } } ]""", "CrashLoopBackOff", "0/2")]
    [InlineData("Pending", """[ { "name": "a", "state": { "waiting": { "reason": "ImagePullBackOff" } } } ]""", "ImagePullBackOff", "0/2")]
    [InlineData("Running", """[ { "name": "a", "state": { "terminated": { "reason": "OOMKilled", "exitCode": 137 } } } ]""", "OOMKilled", "0/2")]
    [InlineData("Running", """[ { "name": "a", "state": { "terminated": { "signal": 9 } } } ]""", "Signal:9", "0/2")]
    [InlineData("Running", """[ { "name": "a", "state": { "terminated": { "exitCode": 3 } } } ]""", "ExitCode:3", "0/2")]
    [InlineData("Succeeded", """[ { "name": "a", "state": { "terminated": { "reason": "Completed" } } } ]""", "Completed", "0/2")]
    [InlineData("Running", $$"""[ { "name": "b", "state": { "terminated": { "reason": "Completed" } } }, {{Running}} ]""", "NotReady", "1/2")]
    public void Containers_give_the_status(string phase, string containers, string status, string ready)
    {
        PodSummary summary = PodStatusRules.Of(Pod($$"""
            "phase": "{{phase}}", "containerStatuses": {{containers}}
            """));
        Assert.Equal((status, ready), (summary.Status, $"{summary.Ready}/{summary.Total}"));
    }

    [Theory]
    [InlineData("""{ "name": "i", "state": { "waiting": { "reason": "PodInitializing" } } }""", "Init:0/1")]
    [InlineData("""{ "name": "i", "state": { "running": {} } }""", "Init:0/1")]
    [InlineData("""{ "name": "i", "state": { "waiting": { "reason": "CrashLoopBackOff" } } }""", "Init:CrashLoopBackOff")]
    [InlineData("""{ "name": "i", "state": { "terminated": { "exitCode": 3 } } }""", "Init:ExitCode:3")]
    [InlineData("""{ "name": "i", "state": { "terminated": { "reason": "Error", "exitCode": 3 } } }""", "Init:Error")]
    [InlineData("""{ "name": "i", "state": { "terminated": { "exitCode": 0 } } }""", "PodInitializing")]
    public void An_init_container_that_is_not_done_comes_first(string init, string status) => Assert.Equal(
        status,
        PodStatusRules.Of(Pod($$"""
            "phase": "Pending", "initContainerStatuses": [ {{init}} ],
            "containerStatuses": [ { "name": "a", "state": { "waiting": { "reason": "PodInitializing" } } } ]
            """)).Status);

    [Fact]
    public void An_init_container_that_runs_on_counts_as_one_of_the_others()
    {
        PodSummary summary = PodStatusRules.Of(Pod(
            $$"""
            "phase": "Running", "containerStatuses": [ {{Running}} ],
            "initContainerStatuses": [ { "name": "i", "started": true, "ready": true, "restartCount": 2, "state": { "running": {} } } ]
            """, init: """{ "name": "i", "restartPolicy": "Always" }"""));
        Assert.Equal(("Running", 2, 3, 2), (summary.Status, summary.Ready, summary.Total, summary.Restarts));
    }

    [Fact]
    public void Restarts_add_up_and_the_last_one_is_told()
    {
        PodSummary summary = PodStatusRules.Of(Pod("""
            "phase": "Running", "containerStatuses": [
              { "name": "a", "restartCount": 2, "lastState": { "terminated": { "finishedAt": "2026-01-01T00:00:01Z" } } },
              { "name": "b", "restartCount": 1, "lastState": { "terminated": { "finishedAt": "2026-01-01T00:00:03Z" } } } ]
            """));
        Assert.Equal(3, summary.Restarts);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 3, TimeSpan.Zero), summary.LastRestart);
    }

    [Theory]
    [InlineData(""" "phase": "Running" """, "Terminating")]
    [InlineData(""" "phase": "Running", "reason": "NodeLost" """, "Unknown")]
    [InlineData(""" "phase": "Failed", "reason": "Evicted" """, "Evicted")]
    public void A_pod_that_is_being_deleted_is_terminating_unless_it_ended(string status, string expected) => Assert.Equal(
        expected, PodStatusRules.Of(Pod(status, metadata: """ "deletionTimestamp": "2026-01-01T00:00:00Z" """)).Status);

    [Fact]
    public void A_pod_that_waits_for_its_gates_says_so() => Assert.Equal(
        "SchedulingGated",
        PodStatusRules.Of(Pod("""
            "phase": "Pending", "conditions": [ { "type": "PodScheduled", "status": "False", "reason": "SchedulingGated" } ]
            """)).Status);

    private static KubeObject Pod(string status, string init = """{ "name": "i" }""", string metadata = "") => KubeObject.Parse(
        $$"""
        {
          "metadata": { {{metadata}} },
          "spec": { "initContainers": [ {{init}} ], "containers": [ { "name": "a" }, { "name": "b" } ] },
          "status": { {{status}} }
        }
        """);
}
