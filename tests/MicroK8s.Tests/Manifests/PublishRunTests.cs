using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Manifests;
using MicroK8s.Resources;
using MicroK8s.Yaml;

namespace MicroK8s.Tests.Manifests;

public sealed class PublishRunTests
{
    [Fact]
    public void What_nobody_agreed_to_is_not_said_to_be_applied()
    {
        PublishStep[] steps = [.. new[] { "asked", "done", "failed", "later" }.Select(Step)];
        var plan = new PublishPlan(steps, [], [], []);
        var cause = new ClusterException(ClusterFault.AccessDenied, "Not allowed.");

        ClusterException fault = PublishRun.Halfway(plan, [steps[1]], steps[2], cause);

        Assert.Equal(ClusterFault.PartialFailure, fault.Fault);
        Assert.EndsWith(
            "Applied before and kept: ConfigMap shop/done. Not applied: ConfigMap shop/later.", fault.Message,
            StringComparison.Ordinal);
        Assert.Same(cause, PublishRun.Halfway(plan, [], steps[2], cause));
    }

    [Fact]
    public void A_lost_answer_says_what_may_have_been_done()
    {
        PublishStep[] steps = [.. new[] { "done", "lost" }.Select(Step)];
        var plan = new PublishPlan(steps, [], [], []);
        var cause = new ClusterException(ClusterFault.Unreachable, "No answer.");

        Assert.Equal(
            "No answer. It may have been done: ConfigMap shop/lost.",
            PublishRun.Halfway(plan, [], steps[1], cause).Message);
        Assert.Equal(
            "No answer. It may have been done: ConfigMap shop/lost. Applied before and kept: ConfigMap shop/done.",
            PublishRun.Halfway(plan, [steps[0]], steps[1], cause).Message);
    }

    private static PublishStep Step(string name)
    {
        JsonObject content = [];
        var document = new YamlDocument(content, "shop.yaml", new Dictionary<string, YamlPosition>());
        return new PublishStep(
            new Manifest(content, document, ""), new ResourceRef(ResourceTypes.ConfigMap, "shop", name), content, null);
    }
}
