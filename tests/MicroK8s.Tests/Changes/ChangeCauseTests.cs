using MicroK8s.Changes;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Changes;

public sealed class ChangeCauseTests
{
    [Theory]
    [InlineData("spec.containers[web].image=web:2", "image web:2")]
    [InlineData("spec.containers[web].image=web:2 metadata.labels.version=2", "image web:2")]
    [InlineData("spec.containers[web].env[A].value=(hidden) spec.containers[web].env[B].value=(hidden)", "environment A, B")]
    [InlineData("spec.containers[web].resources.limits.cpu=1 spec.containers[web].resources.limits.memory=", "limit cpu 1, memory removed")]
    [InlineData("spec.containers[web].readinessProbe.periodSeconds=5 spec.containers[web].readinessProbe.x=1", "readiness probe")]
    [InlineData("spec.containers[proxy].image=p:2", "image p:2 of proxy")]
    [InlineData("metadata.annotations[a/b]=x spec.containers[web].image=web:2", "image web:2, pod annotation a/b")]
    [InlineData("spec.serviceAccountName=bot spec.serviceAccount=bot", "service account bot")]
    [InlineData("spec.nodeSelector.disk=ssd", "node selector")]
    [InlineData("metadata.labels.version=2", "version")]
    public void What_changes_about_the_pods_is_told_without_values_of_variables(string changes, string expected)
    {
        IEnumerable<JsonDifference> differences = changes.Split(' ').Select(change => change.Split('=')).Select(
            part => new JsonDifference($"spec.template.{part[0]}", null, part[1].Length > 0 ? part[1] : null));
        Assert.Equal(expected, ChangeCause.Of(differences, "web"));
    }

    [Fact]
    public void What_rolls_nothing_out_has_no_cause() => Assert.Null(ChangeCause.Of(
        [new JsonDifference("spec.replicas", "1", "2"), new JsonDifference("metadata.labels.team", null, "x")], "web"));

    [Fact]
    public void A_long_story_is_cut() => Assert.Equal(
        201, ChangeCause.Of(
            Enumerable.Range(0, 99).Select(i => new JsonDifference($"spec.template.metadata.annotations.n{i}", null, "x")),
            "web")!.Length);
}
