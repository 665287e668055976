using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Services;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Workloads;

public sealed class ServiceStatusRulesTests
{
    [Fact]
    public void All_replicas_updated_and_available_is_healthy() =>
        AssertStatus(MicroServiceStatus.Healthy, null, _ => { });

    [Fact]
    public void Omitted_counts_are_zero_so_a_dead_deployment_is_not_healthy() => AssertStatus(
        MicroServiceStatus.Progressing, "0 of 3 pods updated.",
        json => json["status"] = new JsonObject { ["observedGeneration"] = 2 });

    [Fact]
    public void Omitted_available_replicas_count_as_zero() => AssertStatus(
        MicroServiceStatus.Degraded, "0 of 3 pods are available.",
        json => json["status"]!.AsObject().Remove("availableReplicas"));

    [Fact]
    public void A_change_that_the_controller_has_not_seen_is_progress() => AssertStatus(
        MicroServiceStatus.Progressing, "The controller has not seen the last change yet.",
        json => json["metadata"]!["generation"] = 3);

    [Fact]
    public void A_passed_deadline_comes_before_the_counts() => AssertStatus(
        MicroServiceStatus.Degraded, "ReplicaSet web has timed out progressing.",
        json =>
        {
            json["status"]!["updatedReplicas"] = 1;
            json["status"]!["conditions"] = DeploymentJson.Condition(
                "Progressing", "False", "ProgressDeadlineExceeded", "ReplicaSet web has timed out progressing.");
        });

    [Fact]
    public void Refused_pods_are_degraded_with_the_servers_words() => AssertStatus(
        MicroServiceStatus.Degraded, "pods are forbidden: exceeded quota",
        json => json["status"]!["conditions"] = DeploymentJson.Condition(
            "ReplicaFailure", "True", "FailedCreate", "pods are forbidden: exceeded quota"));

    [Fact]
    public void A_replica_failure_that_is_over_counts_no_more() => AssertStatus(
        MicroServiceStatus.Healthy, null,
        json => json["status"]!["conditions"] = DeploymentJson.Condition("ReplicaFailure", "False", "", "old"));

    [Fact]
    public void Old_pods_that_still_leave_are_progress() => AssertStatus(
        MicroServiceStatus.Progressing, "Waiting for 1 old pod to terminate.", json => json["status"]!["replicas"] = 4);

    [Fact]
    public void Unavailable_pods_of_an_unfinished_rollout_are_progress() => AssertStatus(
        MicroServiceStatus.Progressing, "2 of 3 pods are available.",
        json =>
        {
            json["status"]!["availableReplicas"] = 2;
            json["status"]!["conditions"] = DeploymentJson.Condition("Progressing", "True", "ReplicaSetUpdated", "");
        });

    [Fact]
    public void A_pause_comes_first_but_tells_the_counts() => AssertStatus(
        MicroServiceStatus.Paused, "The rollout is paused; 1 of 3 pods are available.",
        json =>
        {
            json["spec"]!["paused"] = true;
            json["status"]!["availableReplicas"] = 1;
        });

    [Fact]
    public void No_wanted_replicas_is_stopped_once_the_pods_are_gone()
    {
        AssertStatus(
            MicroServiceStatus.Stopped, null,
            json =>
            {
                json["spec"]!["replicas"] = 0;
                json["status"] = new JsonObject { ["observedGeneration"] = 2 };
            });
        AssertStatus(
            MicroServiceStatus.Progressing, "Waiting for 3 old pods to terminate.",
            json =>
            {
                json["spec"]!["replicas"] = 0;
                json["status"] = new JsonObject { ["observedGeneration"] = 2, ["replicas"] = 3 };
            });
    }

    [Fact]
    public void Deletion_is_told() => AssertStatus(
        MicroServiceStatus.Progressing, "It is being deleted.",
        json => json["metadata"]!["deletionTimestamp"] = "2026-01-02T00:00:00Z");

    [Theory]
    [InlineData("""{ "updatedReplicas": 3, "readyReplicas": 3 }""", MicroServiceStatus.Healthy)]
    [InlineData("""{ "updatedReplicas": 1, "readyReplicas": 3 }""", MicroServiceStatus.Progressing)]
    [InlineData("""{ "updatedReplicas": 3, "readyReplicas": 2 }""", MicroServiceStatus.Degraded)]
    [InlineData("""{ "updatedReplicas": 3, "readyReplicas": 2, "currentRevision": "a" }""", MicroServiceStatus.Progressing)]
    public void A_stateful_set_that_lost_a_pod_is_degraded_one_that_is_updating_is_not(
        string status, MicroServiceStatus expected)
    {
        KubeObject set = Make("StatefulSet", "b", status);
        Assert.Equal(expected, ServiceStatusRules.Judge(set, Created.AddHours(1)).Status);
    }

    [Fact]
    public void A_new_stateful_set_has_time_to_start()
    {
        KubeObject set = Make("StatefulSet", "b", """{ "updatedReplicas": 3, "readyReplicas": 2 }""");
        Assert.Equal(
            (MicroServiceStatus.Progressing, "2 of 3 pods are available."),
            ServiceStatusRules.Judge(set, Created.AddMinutes(4)));
    }

    [Fact]
    public void A_daemon_set_without_a_node_is_stopped() => Assert.Equal(
        (MicroServiceStatus.Stopped, null), ServiceStatusRules.Judge(Make("DaemonSet", "b", "{}"), Created));

    private static DateTimeOffset Created { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static KubeObject Make(string kind, string revision, string status) => ObjectBuilder.Of(kind, "db")
        .Shown("d", created: "2026-01-01T00:00:00Z").WithSpec("""{ "replicas": 3 }""")
        .WithStatus($$"""{ "replicas": 3, "updateRevision": "{{revision}}", "currentRevision": "{{revision}}" }""")
        .WithStatus(status).Object();

    private static void AssertStatus(MicroServiceStatus status, string? reason, Action<JsonNode> change) =>
        Assert.Equal((status, reason), ServiceStatusRules.Judge(DeploymentJson.With(change), Created));
}
