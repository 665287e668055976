using MicroK8s.Inspection;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Inspection;

public sealed class PodRecordRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_crashed_container_tells_how_it_ended_and_which_image_ran()
    {
        MicroServicePod pod = Describe("""
            { "name": "web", "restartCount": 4, "imageID": "shop/web@sha256:abc",
              "state": { "waiting": { "reason": "CrashLoopBackOff", "message": "back-off 40s" } },
              "lastState": { "terminated": { "reason": "OOMKilled", "exitCode": 137, "finishedAt": "2026-01-01T00:59:00Z" } } }
            """);
        Assert.Equal(("CrashLoopBackOff", "0/1", 4, 7), (pod.Status, pod.Readiness, pod.Restarts, pod.Revision));
        Assert.Equal("web: CrashLoopBackOff, last ended OOMKilled (137)", pod.Reason);
        Assert.Equal("CrashLoopBackOff, last ended OOMKilled (137)", pod.Remark);
        PodContainer container = Assert.Single(pod.Containers);
        Assert.Equal(("sha256:abc", "Waiting", 137), (container.Digest, container.State, container.LastEnd?.ExitCode));
        Assert.Equal(("v1.0", "canary", TimeSpan.FromHours(1)), (pod.Version, pod.Track, pod.Age));
    }

    [Fact]
    public void What_the_node_says_is_made_harmless()
    {
        MicroServicePod pod = Describe("""
            { "name": "web", "state": { "waiting": { "reason": "ErrImagePull", "message": "no\u001b[31m such ##vso[x]image" } } }
            """);
        Assert.Equal("web: no such # #vso[x]image", pod.Reason);
        Assert.Equal("ErrImagePull: no such # #vso[x]image", pod.Remark);
        Assert.Equal("ErrImagePull: web: no", (pod with { Reason = "web: no", Containers = [] }).Remark);
    }

    [Fact]
    public void A_pod_without_a_node_gives_the_words_of_the_scheduler() => Assert.Equal(
        "0/1 nodes are available",
        Describe("", """, "conditions": [ { "type": "PodScheduled", "status": "False", "message": "0/1 nodes are available" } ] """).Reason);

    [Fact]
    public void An_evicted_pod_gives_the_words_of_the_node() => Assert.Equal(
        "The node was low on resource: memory.",
        Describe(
            """{ "name": "web", "ready": false, "state": { "terminated": { "exitCode": 137 } } }""",
            """, "reason": "Evicted", "message": "The node was low on resource: memory." """, phase: "Failed").Reason);

    [Fact]
    public void A_ready_pod_has_no_reason()
    {
        MicroServicePod pod = Describe("""{ "name": "web", "ready": true, "state": { "running": {} } }""");
        Assert.Null(pod.Reason);
        Assert.Equal("Running", pod.Remark);
    }

    [Fact]
    public void A_sidecar_container_that_is_not_ready_is_the_reason()
    {
        MicroServicePod pod = Describe(
            """{ "name": "web", "ready": true, "state": { "running": {} } }""",
            """
            , "initContainerStatuses": [
                { "name": "setup", "state": { "terminated": { "exitCode": 0, "reason": "Completed" } } },
                { "name": "proxy", "ready": false, "started": true, "state": { "running": {} } } ]
            """,
            spec: """
            , "initContainers": [ { "name": "setup" }, { "name": "proxy", "restartPolicy": "Always" } ]
            """);
        Assert.Equal(("1/2", "proxy: Running, not ready"), (pod.Readiness, pod.Reason));
        Assert.Equal([true, true, false], pod.Containers.Select(container => container.IsInit));
        Assert.Equal("proxy", Assert.Single(pod.Containers, container => container.IsSidecar).Name);
        Assert.Equal("v1.0", pod.Version);
    }

    private static MicroServicePod Describe(
        string status, string more = "", string phase = "Running", string spec = "") =>
        PodRecordRules.Describe(
            KubeObject.Parse(
                $$"""
                {
                  "metadata": { "name": "web-1", "namespace": "shop", "creationTimestamp": "2026-01-01T00:00:00Z",
                    "labels": { "track": "canary" } },
                  "spec": { "containers": [ { "name": "web", "image": "shop/web:v1.0" } ] {{spec}} },
                  "status": { "phase": "{{phase}}", "containerStatuses": [ {{status}} ] {{more}} }
                }
                """),
            new PodOwner("web", WorkloadKind.Deployment, 7), "here", null, Now);
}
