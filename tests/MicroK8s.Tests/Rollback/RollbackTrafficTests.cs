using MicroK8s.Resources;
using MicroK8s.Rollback;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Waiting;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Rollback;

/// <summary>Rollbacks that touch more than one object, or go wrong.</summary>
public sealed class RollbackTrafficTests
{
    [Fact]
    public async Task The_canarys_traffic_goes_back_to_stable_first()
    {
        await using TestNamespace space = await RollbackScene.TwoRevisionsAsync();
        await RouteAsync(space);
        using Shell shell = Shell.Connected(space.Name);

        EngineResult preview = shell.Run("Invoke-Rollback web -WhatIf").AssertNoErrors();
        Assert.Contains("canary 10% → 0%", preview.HostText, StringComparison.Ordinal);
        Assert.Equal("90/10", await WeightsAsync(space));

        EngineResult result = shell.Run("Invoke-Rollback web");

        Assert.Equal(RollbackOutcome.RolledBack, result.TheOne<RollbackResult>().Outcome);
        Assert.Equal("100/0", await WeightsAsync(space));
        Assert.Contains(result.Warnings, warning => warning.Contains("gets no traffic any more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_canary_is_known_by_its_pods_and_other_ways_to_it_are_told()
    {
        await using TestNamespace space = await RollbackScene.TwoRevisionsAsync();
        await space.DeployAsync("web-canary", "shop/web:v2.0", d =>
        {
            d.Spec["replicas"] = 0;
            d.Spec["selector"]!["matchLabels"]!["release"] = "next";
            d.Template["metadata"]!["labels"]!["release"] = "next";
        });
        await space.CreateAsync(ResourceTypes.DestinationRule, """
            {"metadata":{"name":"web"},"spec":{"host":"web","subsets":[
              {"name":"v1","labels":{"app":"web"}},{"name":"v2","labels":{"release":"next"}}]}}
            """);
        await space.CreateAsync(ResourceTypes.VirtualService, """
            {"metadata":{"name":"web"},"spec":{"hosts":["web"],"http":[
              {"match":[{"headers":{"tester":{"exact":"yes"}}}],"route":[{"destination":{"host":"web","subset":"v2"}}]},
              {"route":[{"destination":{"host":"web","subset":"v1"},"weight":90},
                {"destination":{"host":"web","subset":"v2"},"weight":10}]}]}}
            """);
        using Shell shell = Shell.Connected(space.Name);

        EngineResult result = shell.Run("Invoke-Rollback web -NoWait").AssertNoErrors();

        KubeObject rule = await space.GetAsync(ResourceTypes.VirtualService, "web");
        Assert.Equal([100, 0], rule.Json.Items("spec", "http").Last().Items("route").Select(route => route.Count("weight")));
        Assert.Contains(result.Warnings, warning => warning.Contains("still leads to subset v2, by a header", StringComparison.Ordinal));
        Assert.Contains(result.Warnings, warning => warning.Contains("gets no traffic any more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_old_template_needs_and_is_gone_is_warned_of_by_name()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.CreateAsync(ResourceTypes.ConfigMap, """{"metadata":{"name":"settings"},"data":{"url":"x"}}""");
        await space.DeployAsync("web", "shop/web:v1.0", d => d.Container["envFrom"] =
            System.Text.Json.Nodes.JsonNode.Parse("""[{"configMapRef":{"name":"settings"}}]"""));
        await space.RollOutAsync();
        await space.ChangeAsync("web", patch => patch.Remove("/spec/template/spec/containers/0/envFrom"));
        await space.RollOutAsync();
        await TestCluster.Admin.Resources.DeleteAsync(
            new ResourceRef(ResourceTypes.ConfigMap, space.Name, "settings"), null, dryRun: false, CancellationToken.None);
        using Shell shell = Shell.Connected(space.Name);

        EngineResult result = shell.Run("Invoke-Rollback web -WhatIf").AssertNoErrors();

        string warning = Assert.Single(result.Warnings);
        Assert.Contains($"ConfigMap {space.Name}/settings", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_that_cannot_run_is_an_error_with_its_cause_and_the_next_service_goes_on()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.DeployAsync("bad", "shop/nothing:v1");
        await space.DeployAsync("good", "shop/web:v1.0");
        await space.RollOutAsync("good");
        await space.SetImageAsync("bad", "shop/web:v1.0");
        await space.SetImageAsync("good", "shop/web:v2.0");
        await space.RollOutAsync("bad");
        await space.RollOutAsync("good");
        using Shell shell = Shell.Connected(space.Name);

        EngineResult result = shell.Run("'bad', 'good' | Invoke-Rollback -Timeout 180");

        System.Management.Automation.ErrorRecord error = result.AssertError("ImagePullFailed");
        var failure = Assert.IsType<RolloutFailure>(error.TargetObject);
        Assert.Contains("is back at revision 1, but not well", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("shop/nothing:v1", failure.Image);
        Assert.Equal("good", Assert.Single(result.As<RollbackResult>()).Name);
    }

    private static async Task RouteAsync(TestNamespace space)
    {
        await space.CreateAsync(ResourceTypes.DestinationRule, """
            {"metadata":{"name":"web"},"spec":{"host":"web","subsets":[
              {"name":"stable","labels":{"track":"stable"}},{"name":"canary","labels":{"track":"canary"}}]}}
            """);
        await space.CreateAsync(ResourceTypes.VirtualService, """
            {"metadata":{"name":"web"},"spec":{"hosts":["web"],"http":[{"route":[
              {"destination":{"host":"web","subset":"stable"},"weight":90},
              {"destination":{"host":"web","subset":"canary"},"weight":10}]}]}}
            """);
    }

    private static async Task<string> WeightsAsync(TestNamespace space)
    {
        KubeObject rule = await space.GetAsync(ResourceTypes.VirtualService, "web");
        return string.Join('/', rule.Json.Items("spec", "http").First().Items("route").Select(route => route.Count("weight")));
    }
}
