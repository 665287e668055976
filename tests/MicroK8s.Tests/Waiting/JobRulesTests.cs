using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>What became of a Job.</summary>
public sealed class JobRulesTests
{
    private const string Ended = """
        {"containerStatuses":[{"name":"m","state":{"terminated":{"exitCode":7,"reason":"Error"}}}]}
        """;

    private const string NoImage = """
        {"containerStatuses":[{"name":"m","state":{"waiting":{"reason":"ErrImageNeverPull","message":"x"}}}]}
        """;

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_complete_Job_is_done() => Assert.IsType<RolloutVerdict.Done>(
        Judge("""{"succeeded":1,"conditions":[{"type":"Complete","status":"True"}]}"""));

    [Fact]
    public void A_complete_Job_that_is_being_removed_was_complete() => Assert.IsType<RolloutVerdict.Done>(JobRules.Judge(
        Job("{}", "{}"),
        ObjectBuilder.Of("Job", "migrate").Shown("job").WithMetadata("""{"deletionTimestamp":"2026-01-01T11:00:00Z"}""")
            .WithStatus("""{"conditions":[{"type":"Complete","status":"True"}]}""").Object(),
        pods: null, Now));

    [Fact]
    public void A_Job_that_runs_is_waited_for() => Assert.Equal(
        "2 of 5 pods succeeded, 1 run",
        Assert.IsType<RolloutVerdict.Waiting>(Judge("""{"succeeded":2,"active":1}""", """{"completions":5}""")).Message);

    [Fact]
    public void A_failed_Job_names_the_reason_and_the_newest_pod_that_ended_badly()
    {
        RolloutVerdict.Failed failed = Failure(Judge(
            Failed("BackoffLimitExceeded", "reached the limit"), "{}", Pod("old", Ended, "11:00:00"),
            Pod("new", Ended, "11:30:00")));
        Assert.Equal(ClusterFault.JobFailed, failed.Fault);
        Assert.Equal(
            "Job shop/migrate failed: BackoffLimitExceeded (reached the limit); container 'm' of pod new ended with "
            + "exit code 7.", failed.Message);
        Assert.Equal(("new", "m", 7), (failed.Cause!.Pod, failed.Cause.Container, failed.Cause.ExitCode));
    }

    [Fact]
    public void A_failed_Job_without_pods_has_no_cause()
    {
        RolloutVerdict.Failed failed = Failure(Judge(Failed("DeadlineExceeded", "")));
        Assert.Equal(("Job shop/migrate failed: DeadlineExceeded.", null), (failed.Message, failed.Cause));
    }

    [Fact]
    public void Until_the_pods_are_known_a_failed_Job_is_waited_for() => Assert.IsType<RolloutVerdict.Waiting>(
        JobRules.Judge(Job("{}", "{}"), Job("{}", Failed("BackoffLimitExceeded", "")), pods: null, Now));

    [Fact]
    public void A_pod_that_can_never_start_is_certain_although_the_Job_goes_on() =>
        Assert.Equal(ClusterFault.ImagePullFailed, Failure(Judge("{}", "{}", Pod("p", NoImage))).Fault);

    [Fact]
    public void A_container_that_ended_is_tried_again_by_the_Job() =>
        Assert.IsType<RolloutVerdict.Waiting>(Judge("""{"active":1}""", """{"backoffLimit":3}""", Pod("p", Ended)));

    [Fact]
    public void A_suspended_Job_does_not_run() =>
        Assert.Equal(ClusterFault.RolloutPaused, Failure(Judge("{}", """{"suspend":true}""")).Fault);

    [Fact]
    public void A_Job_that_is_gone_or_made_anew_was_deleted()
    {
        KubeObject job = Job("{}", "{}");
        KubeObject other = ObjectBuilder.Of("Job", "migrate").Shown("other").Object();
        Assert.All(
            new[] { null, other },
            now => Assert.Equal(ClusterFault.WorkloadDeleted, Failure(JobRules.Judge(job, now, [], Now)).Fault));
    }

    [Fact]
    public void A_wait_that_takes_too_long_names_what_is_suspected()
    {
        var waiting = Assert.IsType<RolloutVerdict.Waiting>(Judge("{}"));
        Assert.Equal(
            "Job shop/migrate is not complete after 60 s: 0 of 1 pods succeeded, 0 run.",
            JobRules.TooLate(Job("{}", "{}"), waiting, "60 s").Message);
    }

    [Fact]
    public async Task A_Job_whose_failure_is_seen_before_that_of_its_pod_names_the_pod()
    {
        const string Runs = """{"containerStatuses":[{"name":"m","state":{"running":{}}}]}""";
        KubeObject job = Job(
            """{"selector":{"matchLabels":{"job-name":"migrate"}}}""", Failed("BackoffLimitExceeded", "reached the limit"));
        var cluster = new FakeCluster { Job = job, Pods = [Pod("p", Runs)], ListedPods = [Pod("p", Ended)] };
        cluster.Deployments.Enqueue(Fake.Deployment());
        ClusterException error = await Assert.ThrowsAsync<ClusterException>(() => JobWait.RunAsync(
            cluster, job, TimeSpan.FromSeconds(60), new Progress<RolloutProgress>(), TimeProvider.System, default));
        var failure = Assert.IsType<RolloutFailure>(error.Target);
        Assert.Equal((ClusterFault.JobFailed, "p", 7), (failure.Fault, failure.Pod, failure.ExitCode));
    }

    private static RolloutVerdict.Failed Failure(RolloutVerdict verdict) =>
        Assert.IsType<RolloutVerdict.Failed>(verdict);

    private static string Failed(string reason, string message) =>
        $$"""{"conditions":[{"type":"Failed","status":"True","reason":"{{reason}}","message":"{{message}}"}]}""";

    private static RolloutVerdict Judge(string status, string spec = "{}", params KubeObject[] pods) =>
        JobRules.Judge(Job("{}", "{}"), Job(spec, status), pods, Now);

    private static KubeObject Job(string spec, string status) =>
        ObjectBuilder.Of("Job", "migrate").Shown("job").WithSpec(spec).WithStatus(status).Object();

    private static KubeObject Pod(string name, string status, string created = "11:59:00") => ObjectBuilder
        .Of("Pod", name).Shown(name, created: $"2026-01-01T{created}Z").WithSpec("""{"containers":[{"name":"m","image":"i"}]}""")
        .WithStatus(status).Object();
}
