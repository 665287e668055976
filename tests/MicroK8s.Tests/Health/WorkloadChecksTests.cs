using static MicroK8s.Tests.Health.CheckCase;

namespace MicroK8s.Tests.Health;

/// <summary>Jobs, autoscalers, disruption budgets and volumes.</summary>
public sealed class WorkloadChecksTests
{
    private const string Failed = """{"status": {"failed": 2, "conditions": [{"type": "Failed", "status": "True", "reason": "BackoffLimitExceeded", "lastTransitionTime": "2026-01-01T11:30:00Z"}]}}""";

    [Theory]
    [InlineData("""{"status": {"succeeded": 1, "failed": 1, "completionTime": "2026-01-01T11:00:00Z", "conditions": [{"type": "Complete", "status": "True"}]}}""")]
    [InlineData("""{"status": {"active": 1, "failed": 1}}""")]
    [InlineData("""{"spec": {"suspend": true}, "status": {}}""")]
    [InlineData(Failed, "MK431 Warning Job shop/nightly")]
    public async Task A_job_is_wrong_when_it_has_failed_for_good(string job, params string[] expected) =>
        Assert.Equal(expected, Wrong(await FindAsync("Jobs", Object("Job", "nightly", job))));

    [Theory]
    [InlineData("2026-01-01T11:00:00Z", "MK432 Warning CronJob shop/backup")]
    [InlineData("2026-01-01T11:45:00Z", null)]
    public async Task Of_the_runs_of_a_cron_job_the_last_counts(string success, string? expected)
    {
        const string Owner = """ "metadata": {"ownerReferences": [{"kind": "CronJob", "name": "backup", "controller": true}]} """;
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync(
            "Jobs", Object("Job", "backup-1", $"{{{Owner},{Failed[1..]}"),
            Object("Job", "backup-2", $$$"""{{{{Owner}}}, "status": {"completionTime": "{{{success}}}"}}"""))));
    }

    [Theory]
    [InlineData("AbleToScale", "False", "FailedGetScale", 1, "MK442 Unhealthy HorizontalPodAutoscaler shop/web")]
    [InlineData("ScalingActive", "False", "FailedGetResourceMetric", 4, "MK441 Warning HorizontalPodAutoscaler shop/web")]
    [InlineData("ScalingActive", "False", "FailedGetResourceMetric", 6, "MK441 Unhealthy HorizontalPodAutoscaler shop/web")]
    [InlineData("ScalingActive", "False", "ScalingDisabled", 6, null)]
    [InlineData("ScalingLimited", "True", "TooManyReplicas", 6, "MK443 Warning HorizontalPodAutoscaler shop/web")]
    [InlineData("ScalingLimited", "True", "TooFewReplicas", 6, null)]
    [InlineData("ScalingActive", "True", "ValidMetricFound", 6, null)]
    public async Task An_autoscaler_is_judged_by_its_conditions(string type, string status, string reason, int minutes, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync("Autoscalers", Object("HorizontalPodAutoscaler", "web", $$$"""
            {"spec": {"maxReplicas": 3, "scaleTargetRef": {"kind": "Deployment", "name": "web"}},
             "status": {"conditions": [{"type": "{{{type}}}", "status": "{{{status}}}", "reason": "{{{reason}}}", "message": "m", "lastTransitionTime": "{{{Ago(minutes)}}}"}]}}
            """))));

    [Theory]
    [InlineData(3, 3, 2, 1, null)]
    [InlineData(0, 0, 0, 0, null)]
    [InlineData(3, 2, 2, 0, "MK451 Warning PodDisruptionBudget shop/web")]
    [InlineData(3, 3, 3, 0, "MK452 Warning PodDisruptionBudget shop/web")]
    public async Task A_budget_lets_a_pod_go(int pods, int healthy, int desired, int allowed, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync("Budgets", Object("PodDisruptionBudget", "web", $$$"""
            {"status": {"expectedPods": {{{pods}}}, "currentHealthy": {{{healthy}}}, "desiredHealthy": {{{desired}}}, "disruptionsAllowed": {{{allowed}}}}}
            """))));

    [Theory]
    [InlineData("""{"storageClassName": "fast"}""", 6, "MK601 Unhealthy PersistentVolumeClaim shop/data")]
    [InlineData("""{"storageClassName": "fast"}""", 4, "MK601 Warning PersistentVolumeClaim shop/data")]
    [InlineData("""{"storageClassName": "none"}""", 6, "MK601 Unhealthy PersistentVolumeClaim shop/data")]
    [InlineData("""{"storageClassName": "late"}""", 6, null)]
    [InlineData("""{}""", 6, null)]
    [InlineData("""{"storageClassName": ""}""", 6, "MK601 Unhealthy PersistentVolumeClaim shop/data")]
    public async Task A_claim_waits_only_where_a_pod_has_to_come_first(string spec, int minutes, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync(
            "Storage", Object("StorageClass", "fast", "{}"),
            Object("StorageClass", "late", """
                {"metadata": {"annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}, "volumeBindingMode": "WaitForFirstConsumer"}
                """),
            Object("PersistentVolumeClaim", "data", $$$"""
                {"metadata": {"creationTimestamp": "{{{Ago(minutes)}}}"}, "spec": {{{spec}}}, "status": {"phase": "Pending"}}
                """))));

    [Fact]
    public async Task Lost_claims_failed_volumes_and_attachments_are_found() => Assert.Equal(
        [
            "MK602 Unhealthy PersistentVolumeClaim shop/data", "MK603 Unhealthy PersistentVolume pv-1",
            "MK604 Unhealthy VolumeAttachment csi-1", "MK604 Warning VolumeAttachment csi-2",
        ],
        Wrong(await FindAsync(
            "Storage", Object("PersistentVolumeClaim", "data", """{"status": {"phase": "Lost"}}"""),
            Object("PersistentVolumeClaim", "good", """{"status": {"phase": "Bound"}}"""),
            Object("PersistentVolume", "pv-1", """{"status": {"phase": "Failed", "message": "no driver"}}"""),
            Object("PersistentVolume", "pv-2", """{"status": {"phase": "Bound"}}"""),
            Object("VolumeAttachment", "csi-1", """{"status": {"attachError": {"message": "in use"}}}"""),
            Object("VolumeAttachment", "csi-2", $$$"""
                {"metadata": {"deletionTimestamp": "{{{Ago(1)}}}"}, "status": {"detachError": {"message": "busy"} } }
                """))));
}
