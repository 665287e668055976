using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>
/// A sidecar container is written among the init containers, but nothing waits for its end. The cluster of the tests
/// (1.20) has none yet.
/// </summary>
public sealed class SidecarCauseTests : CauseTests
{
    private const string Sidecar = """{"name":"proxy","image":"proxy:1","restartPolicy":"Always"}""";
    private const string Init = """{"name":"setup","image":"setup:1"}""";
    private const string Initializing = """{"waiting":{"reason":"PodInitializing"}}""";

    [Fact]
    public void One_that_runs_is_not_taken_for_an_init_container_that_hangs()
    {
        KubeObject pod = Pod(Sidecar, "proxy", Running + ",\"ready\":true,\"started\":true", Running);

        RolloutCause cause = AssertCertain(ClusterFault.ProbeFailed, Late(pod) with
        {
            Events = [Fake.Event("Unhealthy", "Readiness probe failed: 503")],
        });
        Assert.Equal("web", cause.Container);
    }

    [Fact]
    public void One_that_crashes_is_a_container_that_crashes()
    {
        KubeObject pod = Pod(
            Sidecar, "proxy", $"{BackOff},\"restartCount\":2,\"lastState\":{Stopped}", Initializing);

        RolloutCause cause = AssertCertain(ClusterFault.ContainerCrashed, pod);
        Assert.StartsWith("sidecar container 'proxy' of pod p1 ended 3 times", cause.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Sidecar, "sidecar container 'proxy' of pod p1 has not started yet")]
    [InlineData(Init, "init container 'setup' of pod p1 has not started yet")]
    public void What_has_not_started_yet_is_named_and_not_what_waits_for_it(string spec, string text)
    {
        KubeObject pod = Pod(spec, spec == Init ? "setup" : "proxy", Initializing, Initializing);

        Assert.Equal(text, AssertCertain(ClusterFault.DeadlineExceeded, Late(pod)).Text);
    }

    private static KubeObject Pod(string spec, string name, string state, string ofWeb) => Fake.Pod(
        $$$"""
        {
          "initContainerStatuses": [ { "name": "{{{name}}}", "state": {{{state}}} } ],
          "containerStatuses": [ { "name": "web", "ready": false, "state": {{{ofWeb}}} } ]
        }
        """,
        spec: $$"""{ "initContainers": [ {{spec}} ] }""");
}
