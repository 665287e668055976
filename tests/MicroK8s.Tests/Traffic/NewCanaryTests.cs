using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Traffic;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Traffic;

public sealed class NewCanaryTests
{
    [Fact]
    public async Task A_canary_with_a_weight_gets_it_when_its_pods_are_ready()
    {
        await using TestNamespace ns = await CreateStableAsync();
        using Shell shell = Shell.Connected(ns.Name);

        TrafficSplit split = shell.Run("New-Canary web shop/web:v2.0 -Weight 10").TheOne<TrafficSplit>();

        Assert.Equal(("web", "web", "main", "canary", 10), (split.Name, split.RouteObject, split.Route, split.CanarySubset, split.CanaryWeight));
        Assert.Equal("stable=90 canary=10", await TrafficScene.WeightsAsync(ns));
        KubeObject canary = await ns.GetAsync(ResourceTypes.Deployment, "web-canary");
        Assert.Equal((1, 1), (canary.Json.Count("spec", "replicas"), canary.Json.Count("status", "availableReplicas")));
        KubeObject[] pods = [.. (await ns.ListAsync(ResourceTypes.Pod)).Where(pod => pod.Labels["track"] == "canary")];
        Assert.Equal("shop/web:v2.0", Assert.Single(pods).Json.Items("spec", "containers").Single().Text("image"));

        shell.Run("Set-CanaryWeight web 50").AssertNoErrors();
        Assert.Equal("stable=50 canary=50", await TrafficScene.WeightsAsync(ns));
        shell.Run("New-Canary web shop/web:v2.0").AssertError("AlreadyExists");
    }

    [Fact]
    public async Task Without_a_weight_nothing_is_waited_for_and_stable_keeps_all_traffic()
    {
        await using TestNamespace ns = await CreateStableAsync();
        using Shell shell = Shell.Connected(ns.Name);
        TrafficSplit split = shell.Run("New-Canary web shop/web:v2.0 -Replicas 2").TheOne<TrafficSplit>();
        Assert.Equal(0, split.CanaryWeight);
        Assert.Equal("stable=100 canary=0", await TrafficScene.WeightsAsync(ns));
        Assert.Equal(2, (await ns.GetAsync(ResourceTypes.Deployment, "web-canary")).Json.Count("spec", "replicas"));
    }

    [Fact]
    public async Task WhatIf_shows_every_object_and_makes_none()
    {
        await using TestNamespace ns = await CreateStableAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.Run("New-Canary web shop/web:v2.0 -Weight 10 -WhatIf").AssertNoErrors();
        Assert.Empty(result.Output);
        foreach (string told in (string[])
            [
                $"create DestinationRule {ns.Name}/web", "subset canary: track=canary", $"create VirtualService {ns.Name}/web",
                "stable 100%, canary 0%", $"create Deployment {ns.Name}/web-canary", "image shop/web:v1.0 → shop/web:v2.0",
                "canary 0% → 10%",
            ])
        {
            Assert.Contains(told, result.HostText, StringComparison.Ordinal);
        }

        Assert.Null(await ns.FindAsync(ResourceTypes.Deployment, "web-canary"));
        Assert.Empty(await ns.ListAsync(ResourceTypes.VirtualService));
        Assert.Empty(await ns.ListAsync(ResourceTypes.DestinationRule));
    }

    [Fact]
    public async Task A_canary_that_cannot_start_is_taken_back_with_its_rules()
    {
        await using TestNamespace ns = await CreateStableAsync();
        using Shell shell = Shell.Connected(ns.Name);

        var error = shell.Run("New-Canary web shop/nowhere:v9 -Wait").AssertError("ImagePullFailed");

        Assert.Contains("What was made before is undone.", error.Exception.Message, StringComparison.Ordinal);
        Assert.IsType<RolloutFailure>(error.TargetObject);
        Assert.Null(await ns.FindAsync(ResourceTypes.Deployment, "web-canary"));
        Assert.Empty(await ns.ListAsync(ResourceTypes.VirtualService));
        Assert.Empty(await ns.ListAsync(ResourceTypes.DestinationRule));
    }

    [Fact]
    public async Task A_stop_while_waiting_leaves_the_canary_without_traffic()
    {
        await using TestNamespace ns = await CreateStableAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.StopWhen(
            "New-Canary web shop/never-ready:v1.0 -Weight 50",
            Task.WhenAll(ns.WaitForAsync(ResourceTypes.Deployment, 2), ns.WaitForAsync(ResourceTypes.VirtualService, 1)));
        Assert.NotNull(await ns.FindAsync(ResourceTypes.Deployment, "web-canary"));
        Assert.Equal("stable=100 canary=0", await TrafficScene.WeightsAsync(ns));
    }

    [Fact]
    public async Task Rules_that_were_there_get_their_old_spec_back_when_a_later_step_fails()
    {
        await using TestNamespace ns = await CreateStableAsync();
        await ns.CreateAsync(
            ResourceTypes.VirtualService,
            """{"metadata":{"name":"edge"},"spec":{"hosts":["web"],"http":[{"timeout":"3s","route":[{"destination":{"host":"web"}}]}]}}""");
        await ns.CreateAsync(ResourceTypes.DestinationRule, """{"metadata":{"name":"policy"},"spec":{"host":"web","trafficPolicy":{"x":1}}}""");
        string before = await SpecsAsync(ns);
        var session = new HookedSession(target => target.Name == "web-canary" && target.Type == ResourceTypes.Deployment
            ? Fail() : Task.CompletedTask);
        CanaryPlan plan = await CanaryCreation.PlanAsync(TestCluster.Admin, Request(ns), default);

        ClusterException failure = await Assert.ThrowsAsync<ClusterException>(() => CanaryCreation.RunAsync(
            session, plan, wait: null, new Progress<ClusterException>(), default));

        Assert.Equal(ClusterFault.QuotaExceeded, failure.Fault);
        Assert.Equal(4, session.Patches);
        Assert.Equal(before, await SpecsAsync(ns));
    }

    [Theory]
    [InlineData("/spec/http/0/timeout", "\"9s\"", true)]
    [InlineData("/spec/http/0", """{"redirect":{"uri":"/"}}""", false)]
    public async Task What_somebody_else_writes_meanwhile_stays_and_what_cannot_be_undone_is_named(
        string path, string value, bool isUndone)
    {
        await using TestNamespace ns = await CreateStableAsync();
        await ns.CreateAsync(
            ResourceTypes.VirtualService,
            """{"metadata":{"name":"edge"},"spec":{"hosts":["web"],"http":[{"route":[{"destination":{"host":"web"}}]}]}}""");
        var edge = new ResourceRef(ResourceTypes.VirtualService, ns.Name, "edge");
        var session = new HookedSession(async target =>
        {
            if (target.Name != "web-canary") return;
            KubeObject item = await ns.GetAsync(ResourceTypes.VirtualService, "edge");
            JsonPatch patch = new JsonPatch(item).Add(path, JsonNode.Parse(value));
            await TestCluster.Admin.Resources.PatchAsync(edge, patch, dryRun: false, default);
            await Fail();
        });
        CanaryPlan plan = await CanaryCreation.PlanAsync(TestCluster.Admin, Request(ns), default);

        ClusterException failure = await Assert.ThrowsAsync<ClusterException>(() => CanaryCreation.RunAsync(
            session, plan, wait: null, new Progress<ClusterException>(), default));

        Assert.Equal(isUndone ? ClusterFault.QuotaExceeded : ClusterFault.PartialFailure, failure.Fault);
        Assert.Contains(
            isUndone ? "is undone" : $"remain: the change of {edge} (somebody else changed", failure.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("DestinationRule", failure.Message, StringComparison.Ordinal);
        JsonObject now = (await ns.GetAsync(ResourceTypes.VirtualService, "edge")).ToNode();
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(value), isUndone ? now["spec"]!["http"]![0]!["timeout"] : now["spec"]!["http"]![0]));
        if (isUndone) Assert.Single(now["spec"]!["http"]![0]!["route"]!.AsArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_whose_answer_is_lost_is_looked_for_and_named(bool isStored)
    {
        await using TestNamespace ns = await CreateStableAsync();
        Task Lose(ResourceRef target) => target.Name == "web-canary"
            ? throw new ClusterException(ClusterFault.Unreachable, "No answer.", "test")
            : Task.CompletedTask;
        var session = isStored
            ? new HookedSession(_ => Task.CompletedTask, Lose)
            : new HookedSession(Lose);
        CanaryPlan plan = await CanaryCreation.PlanAsync(TestCluster.Admin, Request(ns), default);

        ClusterException failure = await Assert.ThrowsAsync<ClusterException>(() => CanaryCreation.RunAsync(
            session, plan, wait: null, new Progress<ClusterException>(), default));

        Assert.Equal(isStored ? ClusterFault.PartialFailure : ClusterFault.Unreachable, failure.Fault);
        Assert.Contains(
            isStored ? $"remain: Deployment {ns.Name}/web-canary" : "What was made before is undone",
            failure.Message, StringComparison.Ordinal);
        Assert.Equal(isStored, await ns.FindAsync(ResourceTypes.Deployment, "web-canary") is not null);
        Assert.Empty(await ns.ListAsync(ResourceTypes.VirtualService));
    }

    [Theory]
    [InlineData("New-Canary nothing shop/web:v2.0", "ResourceNotFound")]
    [InlineData("New-Canary web 'Not An Image'", "InvalidSpec")]
    [InlineData("New-Canary web shop/web:v2.0 -Container nope", "InvalidSpec")]
    [InlineData("New-Canary web shop/web:v2.0 -RouteName nope", "RouteNotFound")]
    [InlineData("New-Canary web shop/web:v2.0 -Weight 101", "ParameterArgumentValidationError")]
    public async Task A_refusal_has_its_id_and_makes_nothing(string command, string id)
    {
        await using TestNamespace ns = await CreateStableAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run(command).AssertError(id);
        Assert.Single(await ns.ListAsync(ResourceTypes.Deployment));
        Assert.Empty(await ns.ListAsync(ResourceTypes.VirtualService));
    }

    [Fact]
    public async Task A_Deployment_that_would_select_the_canary_is_left_as_it_is()
    {
        await using TestNamespace ns = await CreateStableAsync("""{"app":"web"}""");
        using Shell shell = Shell.Connected(ns.Name);
        var error = shell.Run("New-Canary web shop/web:v2.0").AssertError("InvalidSpec");
        Assert.Contains("two Deployments must not select the same pods", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("New-MicroService", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(await ns.ListAsync(ResourceTypes.DestinationRule));
    }

    private static CanaryRequest Request(TestNamespace ns) =>
        new(ns.Name, "web", ImageReference.Parse("shop/web:v2.0"));

    private static Task Fail() =>
        throw new ClusterException(ClusterFault.QuotaExceeded, "The quota forbids it.", "web-canary");

    private static async Task<string> SpecsAsync(TestNamespace ns) =>
        (await ns.GetAsync(ResourceTypes.VirtualService, "edge")).Json.At("spec")!.Value.GetRawText()
        + (await ns.GetAsync(ResourceTypes.DestinationRule, "policy")).Json.At("spec")!.Value.GetRawText();

    private static async Task<TestNamespace> CreateStableAsync(string selector = """{"app":"web","track":"stable"}""")
    {
        TestNamespace ns = await TestNamespace.CreateAsync("canary");
        await ns.CreateAsync(
            ResourceTypes.Service,
            """{"metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}]}}""");
        await ns.CreateAsync(
            ResourceTypes.Deployment,
            $$$$"""
            {"metadata":{"name":"web"},"spec":{"replicas":1,"selector":{"matchLabels":{{{{selector}}}}},
             "template":{"metadata":{"labels":{"app":"web","track":"stable"}},"spec":{"terminationGracePeriodSeconds":0,
             "containers":[{"name":"web","image":"shop/web:v1.0","imagePullPolicy":"IfNotPresent",
             "readinessProbe":{"httpGet":{"path":"/ready","port":8080},"periodSeconds":1}}]}}} }
            """);
        return ns;
    }
}
