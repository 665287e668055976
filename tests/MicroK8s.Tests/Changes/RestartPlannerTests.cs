using System.Text.Json.Nodes;
using MicroK8s.Changes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Services;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Changes;

public sealed class RestartPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    public void The_time_is_stamped_on_the_template_and_the_cause_is_told()
    {
        ObjectUpdate update = RestartPlanner.Plan(DeploymentJson.With(_ => { }), Now, run: null);
        Assert.Equal(
            """
            {"op":"replace","path":"/metadata/resourceVersion","value":"7"}
            {"op":"add","path":"/metadata/annotations","value":{"kubernetes.io/change-cause":"restart"}}
            {"op":"add","path":"/spec/template/metadata/annotations","value":{"kubectl.kubernetes.io/restartedAt":"2026-03-01T09:00:00Z"}}
            """,
            string.Join('\n', JsonNode.Parse(update.Patch.ToString())!.AsArray().Select(part => part!.ToJsonString())));
    }

    [Fact]
    public void The_run_of_a_pipeline_is_noted()
    {
        var run = new PipelineRun("7", "shop", null, null);
        KubeObject wanted = RestartPlanner.Plan(DeploymentJson.With(_ => { }), Now, run).Wanted;
        Assert.Equal("restart, run 7 of shop", wanted.Annotations["kubernetes.io/change-cause"]);
        Assert.Equal("7", wanted.Annotations["azure-pipelines/run"]);
    }

    [Fact]
    public void Two_restarts_within_a_second_are_one()
    {
        KubeObject once = RestartPlanner.Plan(DeploymentJson.With(_ => { }), Now, run: null).Wanted;
        Assert.True(RestartPlanner.Plan(once, Now.AddMilliseconds(900), run: null).IsEmpty);
        Assert.False(RestartPlanner.Plan(once, Now.AddSeconds(1), run: null).IsEmpty);
    }

    [Fact]
    public void A_paused_rollout_is_refused()
    {
        KubeObject paused = DeploymentJson.With(json => json["spec"]!["paused"] = true);
        var exception = Assert.Throws<ClusterException>(() => RestartPlanner.Plan(paused, Now, run: null));
        Assert.Equal(ClusterFault.RolloutPaused, exception.Fault);
        Assert.Contains("Resume-Rollout web", exception.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Pods_that_wait_for_their_deletion_are_told_of()
    {
        KubeObject byHand = DeploymentJson.With(json =>
        {
            json["kind"] = "DaemonSet";
            json["spec"]!["updateStrategy"] = new JsonObject { ["type"] = "OnDelete" };
        });
        Assert.Contains("OnDelete", RestartPlanner.Caveat(byHand), StringComparison.Ordinal);
        Assert.Null(RestartPlanner.Caveat(DeploymentJson.With(_ => { })));
    }
}
