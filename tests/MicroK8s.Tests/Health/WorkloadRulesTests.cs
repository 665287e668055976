using MicroK8s.Health;
using MicroK8s.Health.Workloads;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Health;

public sealed class WorkloadRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"replicas": 3, "updatedReplicas": 3, "availableReplicas": 3}""", null)]
    [InlineData("{}", HealthStatus.Warning)]
    [InlineData("""{"replicas": 3, "updatedReplicas": 3}""", HealthStatus.Warning)]
    [InlineData("""{"replicas": 3, "updatedReplicas": 3, "conditions": [{"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"}]}""", HealthStatus.Unhealthy)]
    [InlineData("""{"conditions": [{"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded"}]}""", HealthStatus.Unhealthy)]
    [InlineData("""{"conditions": [{"type": "ReplicaFailure", "status": "True", "message": "exceeded quota"}]}""", HealthStatus.Unhealthy)]
    public void A_deployment_is_judged_as_a_microservice_is(string status, HealthStatus? expected) =>
        Assert.Equal(expected, Judge("Deployment", """{"replicas": 3}""", status)?.Status);

    [Fact]
    public void A_failed_deployment_names_the_command_that_undoes_it() => Assert.Equal(
        "Invoke-Rollback web -Namespace shop",
        Judge("Deployment", "{}", """
            {"conditions": [{"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded"}]}
            """)?.Remediation);

    [Fact]
    public void A_stopped_deployment_is_well() => Assert.Null(Judge("Deployment", """{"replicas": 0}""", "{}"));

    [Theory]
    [InlineData("""{"desiredNumberScheduled": 2, "updatedNumberScheduled": 2, "numberAvailable": 2}""", 60, null)]
    [InlineData("""{"desiredNumberScheduled": 2, "updatedNumberScheduled": 1, "numberAvailable": 2}""", 60, HealthStatus.Warning)]
    [InlineData("""{"desiredNumberScheduled": 2, "updatedNumberScheduled": 2}""", 4, HealthStatus.Warning)]
    [InlineData("""{"desiredNumberScheduled": 2, "updatedNumberScheduled": 2}""", 60, HealthStatus.Unhealthy)]
    [InlineData("{}", 60, null)]
    public void A_daemon_set_is_judged_by_its_counts_and_an_omitted_count_is_zero(
        string status, int minutes, HealthStatus? expected) =>
        Assert.Equal(expected, Judge("DaemonSet", "{}", status, minutes)?.Status);

    [Theory]
    [InlineData("{}", """{"replicas": 3, "readyReplicas": 3, "updatedReplicas": 3, "currentRevision": "a", "updateRevision": "a"}""", null)]
    [InlineData("{}", """{"replicas": 3, "readyReplicas": 3, "updatedReplicas": 3, "availableReplicas": 1, "currentRevision": "a", "updateRevision": "a"}""", HealthStatus.Unhealthy)]
    [InlineData("{}", """{"replicas": 4, "readyReplicas": 4, "updatedReplicas": 4, "currentRevision": "a", "updateRevision": "a"}""", HealthStatus.Warning)]
    [InlineData("{}", """{"replicas": 3, "readyReplicas": 3, "currentRevision": "a", "updateRevision": "b"}""", HealthStatus.Warning)]
    [InlineData("{}", """{"readyReplicas": 3, "updatedReplicas": 1, "currentRevision": "a", "updateRevision": "b"}""", HealthStatus.Warning)]
    [InlineData("{}", """{"replicas": 3, "updatedReplicas": 3, "currentRevision": "a", "updateRevision": "a"}""", HealthStatus.Unhealthy)]
    [InlineData("""{"type": "RollingUpdate", "rollingUpdate": {"partition": 2}}""", """{"readyReplicas": 3, "updatedReplicas": 1, "currentRevision": "a", "updateRevision": "b"}""", null)]
    [InlineData("""{"type": "OnDelete"}""", """{"readyReplicas": 3, "currentRevision": "a", "updateRevision": "b"}""", null)]
    public void A_stateful_set_is_judged_with_its_partition(string strategy, string status, HealthStatus? expected) =>
        Assert.Equal(
            expected, Judge("StatefulSet", $$"""{"replicas": 3, "updateStrategy": {{strategy}} }""", status, 60)?.Status);

    /// <summary>What is waited for is not well in the list and in the health check, and the other way round.</summary>
    [Theory]
    [InlineData("""{"replicas": 3, "readyReplicas": 3, "updatedReplicas": 3, "availableReplicas": 3}""")]
    [InlineData("""{"replicas": 3, "readyReplicas": 3, "updatedReplicas": 3, "availableReplicas": 1}""")]
    [InlineData("""{"replicas": 5, "readyReplicas": 5, "updatedReplicas": 3, "availableReplicas": 5}""")]
    [InlineData("""{"replicas": 5, "readyReplicas": 5, "updatedReplicas": 5, "availableReplicas": 5}""")]
    [InlineData("""{"replicas": 3, "readyReplicas": 3, "updatedReplicas": 0, "availableReplicas": 3}""")]
    [InlineData("{}")]
    public void List_wait_and_health_judge_alike(string status) => Assert.All(["Deployment", "StatefulSet"], kind =>
    {
        KubeObject workload = Workload(kind, """{"replicas": 3}""", status, 60, 0);
        (MicroServiceStatus listed, _) = ServiceStatusRules.Judge(workload, Now);

        Assert.Equal(WorkloadStatus.Of(workload).Pending is null, listed == MicroServiceStatus.Healthy);
        Assert.Equal(
            listed switch
            {
                MicroServiceStatus.Healthy => null,
                MicroServiceStatus.Degraded => HealthStatus.Unhealthy,
                _ => (HealthStatus?)HealthStatus.Warning,
            },
            Judge(workload)?.Status);
    });

    [Fact]
    public void A_change_that_the_controller_has_not_seen_is_a_warning() => Assert.Equal(
        HealthStatus.Warning, Judge("DaemonSet", "{}", """{"observedGeneration": 0}""", generation: 2)?.Status);

    [Fact]
    public void A_workload_that_is_being_deleted_is_no_fault() => Assert.Empty(WorkloadRules.Judge(
        KubeObject.Parse("""{"kind": "Deployment", "metadata": {"deletionTimestamp": "2026-01-01T00:00:00Z"}}"""), Now));

    private static HealthVerdict? Judge(string kind, string spec, string status, int minutes = 1, int generation = 0) =>
        Judge(Workload(kind, spec, status, minutes, generation));

    private static HealthVerdict? Judge(KubeObject workload) =>
        HealthVerdict.FromProblems(workload, WorkloadRules.Judge(workload, Now)).SingleOrDefault();

    private static KubeObject Workload(string kind, string spec, string status, int minutes, int generation) =>
        ObjectBuilder.Of(kind, "web").Shown("d", generation: generation, created: $"{Now.AddMinutes(-minutes):O}")
            .WithSpec(spec).WithStatus(status).Object();
}
