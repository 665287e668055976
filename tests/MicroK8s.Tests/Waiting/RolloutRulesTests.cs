using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>The order of the verdict, from the Deployment alone.</summary>
public sealed class RolloutRulesTests
{
    private const string Complete =
        """{"replicas":3,"updatedReplicas":3,"availableReplicas":3}""";

    [Fact]
    public void All_pods_new_and_available_and_no_old_one_left_is_done() =>
        Assert.IsType<RolloutVerdict.Done>(Judge(Fake.Deployment(status: Complete)));

    [Theory]
    [InlineData("""{}""", "0 of 3 pods updated")]
    [InlineData("""{"replicas":3,"updatedReplicas":1,"availableReplicas":3}""", "1 of 3 pods updated")]
    [InlineData("""{"replicas":4,"updatedReplicas":3,"availableReplicas":4}""", "waiting for 1 old pod to terminate")]
    [InlineData("""{"replicas":5,"updatedReplicas":3,"availableReplicas":3}""", "waiting for 2 old pods to terminate")]
    [InlineData("""{"replicas":3,"updatedReplicas":3,"availableReplicas":2}""", "2 of 3 pods are available")]
    [InlineData("""{"observedGeneration":1,"replicas":3,"updatedReplicas":3,"availableReplicas":3}""", "the controller has not seen")]
    public void What_is_missing_is_asked_in_kubectls_order(string status, string message) => Assert.Contains(
        message, Assert.IsType<RolloutVerdict.Waiting>(Judge(Fake.Deployment(status: status))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Omitted_available_replicas_count_as_zero() =>
        Assert.IsType<RolloutVerdict.Waiting>(Judge(Fake.Deployment(status: """{"replicas":3,"updatedReplicas":3}""")));

    [Fact]
    public void Omitted_status_of_a_workload_without_replicas_is_done() =>
        Assert.IsType<RolloutVerdict.Done>(Judge(Fake.Deployment(spec: """{"replicas":0}""")));

    [Fact]
    public void Omitted_replicas_are_one() => Assert.IsType<RolloutVerdict.Waiting>(
        Judge(Fake.Deployment(spec: """{"replicas":null}""")));

    [Fact]
    public void The_servers_deadline_comes_before_the_counts() => AssertFailed(
        ClusterFault.DeadlineExceeded,
        Judge(Fake.Deployment(status: """
            {"replicas":3,"updatedReplicas":3,"availableReplicas":3,
             "conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded"}]}
            """)));

    [Fact]
    public void A_deadline_of_a_spec_before_this_one_does_not_count() => Assert.IsType<RolloutVerdict.Waiting>(
        Judge(Fake.Deployment(status: """
            {"observedGeneration":1,"conditions":[{"type":"Progressing","reason":"ProgressDeadlineExceeded"}]}
            """)));

    [Fact]
    public void What_is_to_have_no_pods_is_failed_by_none_that_is_still_there()
    {
        const string Failed =
            """
            {"replicas":1,"updatedReplicas":1,
             "conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded"}]}
            """;
        KubeObject pod = Fake.PodIn("""{"waiting":{"reason":"InvalidImageName"}}""");
        RolloutSnapshot asked = Fake.Snapshot(pod) with { Workload = Fake.Deployment(status: Failed) };
        Assert.IsType<RolloutVerdict.Failed>(RolloutRules.Judge(asked));
        Assert.IsType<RolloutVerdict.Waiting>(RolloutRules.Judge(asked with
        {
            Workload = Fake.Deployment(spec: """{"replicas":0}""", status: Failed),
        }));
        Assert.IsType<RolloutVerdict.Done>(RolloutRules.Judge(asked with
        {
            Workload = Fake.Deployment(spec: """{"replicas":0}"""),
        }));
    }

    [Fact]
    public void A_pause_ends_the_wait_unless_it_is_done_already()
    {
        AssertFailed(ClusterFault.RolloutPaused, Judge(Fake.Deployment(spec: """{"paused":true}""")));
        Assert.IsType<RolloutVerdict.Done>(Judge(Fake.Deployment(status: Complete, spec: """{"paused":true}""")));
    }

    [Fact]
    public void Another_template_supersedes_but_another_number_of_replicas_does_not()
    {
        AssertFailed(ClusterFault.Superseded, Judge(Fake.Deployment("web:3", Complete)));
        Assert.IsType<RolloutVerdict.Waiting>(Judge(Fake.Deployment(spec: """{"replicas":5}""", status: Complete)));
    }

    [Theory]
    [InlineData("""{"uid":"another"}""")]
    [InlineData("""{"deletionTimestamp":"2026-01-01T00:00:00Z"}""")]
    public void A_workload_that_goes_or_was_made_again_is_deleted(string metadata) => AssertFailed(
        ClusterFault.WorkloadDeleted, Judge(Fake.Deployment(status: Complete, metadata: metadata)));

    [Fact]
    public void A_workload_that_is_gone_is_deleted() => AssertFailed(ClusterFault.WorkloadDeleted, Judge(null));

    [Fact]
    public void Going_back_is_advised_only_where_there_is_an_earlier_revision()
    {
        KubeObject stuck = Fake.Deployment(status: """
            {"conditions":[{"type":"Progressing","reason":"ProgressDeadlineExceeded"}]}
            """);
        var second = (RolloutVerdict.Failed)Judge(stuck);
        var first = (RolloutVerdict.Failed)RolloutRules.Judge(
            new RolloutSnapshot(Fake.Deployment(), stuck, Fake.Now) { Revisions = [Fake.ReplicaSet("web:2", 1)] });

        Assert.Contains("Invoke-Rollback web", second.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Invoke-Rollback", first.Advice, StringComparison.Ordinal);
    }

    private static RolloutVerdict Judge(KubeObject? workload) => RolloutRules.Judge(Fake.Snapshot() with { Workload = workload });

    private static void AssertFailed(ClusterFault fault, RolloutVerdict verdict) =>
        Assert.Equal(fault, Assert.IsType<RolloutVerdict.Failed>(verdict).Fault);
}
