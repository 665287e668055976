using MicroK8s.Health;
using MicroK8s.Health.Workloads;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Health;

public sealed class PodRulesTests
{
    private const string Ready = """{"type": "Ready", "status": "True"}""";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_ready_pod_is_well() => Assert.Null(Judge($$"""{"phase": "Running", "conditions": [{{Ready}}]}"""));

    [Fact]
    public void A_completed_pod_is_well() => Assert.Null(Judge("""{"phase": "Succeeded"}"""));

    [Theory]
    [InlineData("""{"waiting": {"reason": "ImagePullBackOff", "message": "Back-off"}}""", "{}", "Container web cannot start, ImagePullBackOff: Back-off")]
    [InlineData("""{"waiting": {"reason": "ErrImagePull"}}""", "{}", "Container web cannot start, ErrImagePull")]
    [InlineData("""{"waiting": {"reason": "InvalidImageName"}}""", "{}", "Container web cannot start, InvalidImageName")]
    [InlineData("""{"waiting": {"reason": "CreateContainerConfigError", "message": "no secret"}}""", "{}", "Container web cannot start, CreateContainerConfigError: no secret")]
    [InlineData("""{"waiting": {"reason": "CrashLoopBackOff"}}""", """{"terminated": {"exitCode": 3, "reason": "Error"}}""", "Container web is in CrashLoopBackOff, 4 restarts, exit code 3")]
    [InlineData("""{"waiting": {"reason": "CrashLoopBackOff"}}""", """{"terminated": {"exitCode": 137, "reason": "OOMKilled"}}""", "Container web is in CrashLoopBackOff, 4 restarts, exit code 137 (OOMKilled)")]
    [InlineData("""{"terminated": {"exitCode": 1, "reason": "Error"}}""", "{}", "Container web has failed, 4 restarts, exit code 1")]
    public void A_container_that_does_not_run_is_unhealthy(string state, string last, string evidence)
    {
        HealthVerdict verdict = Assert.IsType<HealthVerdict>(Judge(Status(state, last, "False")));
        Assert.Equal((HealthStatus.Unhealthy, evidence), (verdict.Status, verdict.Evidence));
        Assert.Contains("Pod shop/web-1", verdict.Remediation, StringComparison.Ordinal);
        Assert.Equal("Pod shop/web-1", verdict.Target.Text);
    }

    [Fact]
    public void An_init_container_is_judged_too()
    {
        string status = Status("""{"waiting": {"reason": "CrashLoopBackOff"}}""", "{}", "False")
            .Replace("containerStatuses", "initContainerStatuses", StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Unhealthy, Judge(status)?.Status);
    }

    [Theory]
    [InlineData("Error", 59, HealthStatus.Warning)]
    [InlineData("OOMKilled", 59, HealthStatus.Unhealthy)]
    public void A_recent_restart_is_a_warning_and_one_for_memory_is_unhealthy(string reason, int minutes, HealthStatus expected)
    {
        HealthVerdict? verdict = Judge(Status("""{"running": {}}""", Ended(reason, minutes), "True"));
        Assert.Equal(expected, verdict?.Status);
        Assert.Equal("Read the log of container web of Pod shop/web-1", verdict?.Remediation);
    }

    [Theory]
    [InlineData("Error")]
    [InlineData("OOMKilled")]
    public void A_restart_of_long_ago_is_well(string reason) =>
        Assert.Null(Judge(Status("""{"running": {}}""", Ended(reason, 61), "True")));

    [Theory]
    [InlineData(10, HealthStatus.Warning)]
    [InlineData(61, HealthStatus.Unhealthy)]
    public void An_unplaced_pod_is_unhealthy_once_an_autoscaler_had_its_time(int seconds, HealthStatus expected)
    {
        HealthVerdict? verdict = Judge($$"""
            {"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
             "message": "0/1 nodes are available", "lastTransitionTime": "{{Now.AddSeconds(-seconds):O}}"}]}
            """);
        Assert.Equal(expected, verdict?.Status);
        Assert.Equal($"Unschedulable for {seconds} s: 0/1 nodes are available", verdict?.Evidence);
    }

    [Theory]
    [InlineData("Running", 299, HealthStatus.Warning, "Running, but not ready for")]
    [InlineData("Running", 301, HealthStatus.Unhealthy, "Running, but not ready for")]
    [InlineData("Pending", 301, HealthStatus.Unhealthy, "Pending for")]
    public void A_pod_that_is_not_ready_is_unhealthy_once_it_had_its_time(
        string phase, int seconds, HealthStatus expected, string evidence)
    {
        HealthVerdict? verdict = Judge($$"""
            {"phase": "{{phase}}", "conditions": [{"type": "Ready", "status": "False",
             "lastTransitionTime": "{{Now.AddSeconds(-seconds):O}}"}]}
            """);
        Assert.Equal(expected, verdict?.Status);
        Assert.StartsWith(evidence, verdict?.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_pod_is_a_warning_because_its_owner_has_made_another()
    {
        HealthVerdict? verdict = Judge("""{"phase": "Failed", "reason": "Evicted"}""");
        Assert.Equal((PodCodes.Over, HealthStatus.Warning, "Failed: Evicted"), (verdict?.Code, verdict!.Status, verdict.Evidence));
    }

    [Fact]
    public void Advice_names_the_workload_of_the_pod_and_a_command_that_can_be_pasted() => Assert.Equal(
        "Get-MicroServiceLog web -Namespace shop -Pod web-1 -Container web -Previous",
        Judge(
            Status("""{"waiting": {"reason": "CrashLoopBackOff"}}""", """{"terminated": {"exitCode": 3}}""", "False"),
            """
            "labels": {"pod-template-hash": "7c"},
            "ownerReferences": [{"kind": "ReplicaSet", "name": "web-7c", "controller": true}]
            """)?.Remediation);

    [Theory]
    [InlineData("""{"phase": "Failed", "reason": "Error"}""")]
    [InlineData("""{"phase": "Running", "containerStatuses": [{"name": "web", "state": {"terminated": {"exitCode": 1}}}]}""")]
    public void A_pod_of_a_job_may_fail_because_the_job_counts(string status) => Assert.Null(
        Judge(status, """ "ownerReferences": [{"kind": "Job", "name": "nightly", "controller": true}] """));

    [Theory]
    [InlineData(60, null)]
    [InlineData(61, "Stuck in Terminating, overdue for 61 s, held by finalizer example.com/hold")]
    public void A_pod_that_does_not_end_is_unhealthy_and_its_finalizer_is_named(int seconds, string? evidence)
    {
        HealthVerdict? verdict = Judge(
            """{"phase": "Running"}""",
            $$""" "deletionTimestamp": "{{Now.AddSeconds(-seconds):O}}", "finalizers": ["example.com/hold"]""");
        Assert.Equal(evidence, verdict?.Evidence);
    }

    private static string Ended(string reason, int minutesAgo) =>
        $$"""{"terminated": {"exitCode": 137, "reason": "{{reason}}", "finishedAt": "{{Now.AddMinutes(-minutesAgo):O}}"} }""";

    private static string Status(string state, string last, string ready) => $$"""
        {"phase": "Running", "conditions": [{"type": "Ready", "status": "{{ready}}"}],
         "containerStatuses": [{"name": "web", "restartCount": 4, "state": {{state}}, "lastState": {{last}} }]}
        """;

    private static HealthVerdict? Judge(string status, string metadata = "{}")
    {
        KubeObject pod = ObjectBuilder.Of("Pod", "web-1").Shown("p").WithMetadata(metadata).WithStatus(status).Object();
        using var session = new StubSession();
        var scope = new HealthScope(session, [], new ManualClock(Now));
        return HealthVerdict.FromProblems(pod, PodHealthRules.Judge(pod, scope)).SingleOrDefault();
    }
}
