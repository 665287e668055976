using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Traffic;
using MicroK8s.Updates;
using static MicroK8s.Tests.Traffic.TrafficFixture;

namespace MicroK8s.Tests.Traffic;

/// <summary>Writes against the real API server while somebody else writes too.</summary>
public sealed class WeightShiftTests
{
    private static WeightRequest Request(TestNamespace ns, int weight) =>
        new(ns.Name, "web", weight) { IgnoreReadiness = true };

    [Fact]
    public async Task After_a_conflict_the_change_is_planned_again_on_what_the_other_wrote()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{Route("stable=90 canary=10")}]");
        int writers = 2;
        var session = new HookedSession(async target =>
        {
            if (writers-- <= 0) return;
            KubeObject item = await TestCluster.Admin.Resources.GetAsync(target, default);
            JsonPatch patch = new JsonPatch(item).Add("/spec/http/0/timeout", $"{writers + 3}s");
            await TestCluster.Admin.Resources.PatchAsync(target, patch, dryRun: false, default);
        });
        WeightPlan plan = await WeightShift.PlanAsync(session, Request(ns, 40), default);

        await WeightShift.ApplyAsync(session, plan, wait: null, default);

        Assert.Equal(3, session.Patches);
        Assert.Equal("stable=60 canary=40", await TrafficScene.WeightsAsync(ns));
        KubeObject now = await ns.GetAsync(ResourceTypes.VirtualService, "web");
        Assert.Equal("3s", now.Json.Items("spec", "http").Single().Text("timeout"));
    }

    [Fact]
    public async Task A_route_that_moved_is_found_again_and_the_one_in_its_place_is_left_alone()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{Route("stable=90 canary=10", ""","name":"main" """)}]");
        bool moved = false;
        var session = new HookedSession(async target =>
        {
            if (moved) return;
            moved = true;
            KubeObject item = await TestCluster.Admin.Resources.GetAsync(target, default);
            JsonPatch patch = new JsonPatch(item).Add(
                "/spec/http/0", System.Text.Json.Nodes.JsonNode.Parse(Route("third=70 stable=30", ""","name":"new","match":[{"uri":{"prefix":"/new"}}]""")));
            await TestCluster.Admin.Resources.PatchAsync(target, patch, dryRun: false, default);
        });
        WeightPlan plan = await WeightShift.PlanAsync(session, Request(ns, 40), default);

        await WeightShift.ApplyAsync(session, plan, wait: null, default);

        Assert.Equal(2, session.Patches);
        Assert.Equal("third=70 stable=30", await TrafficScene.WeightsAsync(ns));
        Assert.Equal("stable=60 canary=40", await TrafficScene.WeightsAsync(ns, route: 1));
    }

    [Fact]
    public async Task A_writer_who_never_stops_ends_in_a_conflict_in_the_end()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{Route("stable=90 canary=10")}]");
        int round = 0;
        var session = new HookedSession(async target =>
        {
            KubeObject item = await TestCluster.Admin.Resources.GetAsync(target, default);
            JsonPatch patch = new JsonPatch(item).Add("/spec/http/0/timeout", $"{++round}s");
            await TestCluster.Admin.Resources.PatchAsync(target, patch, dryRun: false, default);
        });
        WeightPlan plan = await WeightShift.PlanAsync(session, Request(ns, 40), default);

        ClusterException failure = await Assert.ThrowsAsync<ClusterException>(
            () => WeightShift.ApplyAsync(session, plan, wait: null, default));

        Assert.Equal(ClusterFault.Conflict, failure.Fault);
        Assert.Equal(ConflictRetry.Tries, session.Patches);
        Assert.Equal("stable=90 canary=10", await TrafficScene.WeightsAsync(ns));
    }

    [Theory]
    [InlineData(false, "No answer.")]
    [InlineData(true, "No answer. It may have been done: the change of VirtualService {0}/web.")]
    public async Task A_lost_answer_says_what_may_have_been_done(bool isWritten, string message)
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{Route("stable=90 canary=10")}]");
        var session = new HookedSession(async target =>
        {
            if (isWritten)
            {
                KubeObject item = await TestCluster.Admin.Resources.GetAsync(target, default);
                JsonPatch patch = new JsonPatch(item).Add("/spec/http/0/timeout", "1s");
                await TestCluster.Admin.Resources.PatchAsync(target, patch, dryRun: false, default);
            }

            throw new ClusterException(ClusterFault.Unreachable, "No answer.");
        });
        WeightPlan plan = await WeightShift.PlanAsync(session, Request(ns, 40), default);
        ClusterException failure = await Assert.ThrowsAsync<ClusterException>(
            () => WeightShift.ApplyAsync(session, plan, wait: null, default));
        Assert.Equal((ClusterFault.Unreachable, string.Format(null, message, ns.Name)), (failure.Fault, failure.Message));
    }

    [Fact]
    public async Task What_the_other_wrote_is_checked_again()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{Route("stable=90 canary=10")}]");
        var session = new HookedSession(async target =>
        {
            KubeObject item = await TestCluster.Admin.Resources.GetAsync(target, default);
            JsonPatch patch = new JsonPatch(item).Add(
                "/metadata/labels", System.Text.Json.Nodes.JsonNode.Parse("""{"kustomize.toolkit.fluxcd.io/name":"apps"}"""));
            await TestCluster.Admin.Resources.PatchAsync(target, patch, dryRun: false, default);
        });
        WeightPlan plan = await WeightShift.PlanAsync(session, Request(ns, 40), default);
        ClusterException failure = await Assert.ThrowsAsync<ClusterException>(
            () => WeightShift.ApplyAsync(session, plan, wait: null, default));
        Assert.Equal(ClusterFault.OwnedByController, failure.Fault);
    }

    [Fact]
    public async Task Routing_to_stable_takes_every_share_of_the_canary_away()
    {
        string routes = $"[{Route("canary", ""","match":[{"headers":{"x":{"exact":"y"}}}]""")},"
            + $"{Route("stable=80 canary=10 third=10", ""","match":[{"uri":{"prefix":"/a"}}]""")},{Route("stable=9 canary=1")}]";
        await using TestNamespace ns = await TrafficScene.CreateAsync(routes);

        IReadOnlyList<WeightPlan>? done = await CanaryTraffic.RouteToStableAsync(
            TestCluster.Admin, ns.Name, "web", canaryGoes: false, ignoreOwner: false, default);

        Assert.Equal(["1", "2"], done!.Select(plan => plan.Route));
        Assert.Equal("stable=89 canary=0 third=11", await TrafficScene.WeightsAsync(ns, route: 1));
        Assert.Equal("stable=100 canary=0", await TrafficScene.WeightsAsync(ns, route: 2));
        Assert.Contains("header or cookie match", string.Join(' ', done![0].Warnings), StringComparison.Ordinal);
        Assert.Null(await CanaryTraffic.RouteToStableAsync(
            TestCluster.Admin, ns.Name, "web", canaryGoes: false, ignoreOwner: false, default));
        Assert.Null(await CanaryTraffic.RouteToStableAsync(
            TestCluster.Admin, ns.Name, "other", canaryGoes: false, ignoreOwner: false, default));
    }
}
