using System.Text.Json.Nodes;
using MicroK8s.Changes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Services;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Changes;

public sealed class PauseRulesTests
{
    private static readonly KubeObject Running = DeploymentJson.With(_ => { });
    private static readonly KubeObject Paused = DeploymentJson.With(json => json["spec"]!["paused"] = true);

    [Fact]
    public void Suspending_and_resuming_write_one_field()
    {
        Assert.Equal(
            """{"op":"add","path":"/spec/paused","value":true}""", Operation(PauseRules.Plan(Running, paused: true)));
        Assert.Equal("""{"op":"remove","path":"/spec/paused"}""", Operation(PauseRules.Plan(Paused, paused: false)));
    }

    [Fact]
    public void What_is_so_already_writes_nothing()
    {
        Assert.True(PauseRules.Plan(Paused, paused: true).IsEmpty);
        Assert.True(PauseRules.Plan(Running, paused: false).IsEmpty);
        KubeObject spelledOut = DeploymentJson.With(json => json["spec"]!["paused"] = false);
        Assert.True(PauseRules.Plan(spelledOut, paused: false).IsEmpty);
    }

    [Theory]
    [InlineData("StatefulSet", "Partition")]
    [InlineData("DaemonSet", "OnDelete")]
    public void Other_kinds_are_refused_with_what_they_have_instead(string kind, string instead)
    {
        KubeObject workload = DeploymentJson.With(json => json["kind"] = kind);
        var exception = Assert.Throws<ClusterException>(() => PauseRules.Plan(workload, paused: true));
        Assert.Equal(ClusterFault.InvalidSpec, exception.Fault);
        Assert.Contains("only a Deployment", exception.Message, StringComparison.Ordinal);
        Assert.Contains(instead, exception.Advice, StringComparison.Ordinal);
    }

    private static string Operation(ObjectUpdate update) =>
        JsonNode.Parse(update.Patch.ToString())!.AsArray().Skip(1).Single()!.ToJsonString();
}
