using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Traffic;

namespace MicroK8s.Tests.Traffic;

public sealed class CanaryPlannerTests
{
    private const string OwnSelector = """{"matchLabels":{"app":"web","track":"stable"}}""";
    private const string OwnLabels = """{"app":"web","track":"stable","version":"v1.0","team":"red"}""";

    [Fact]
    public void Everything_of_the_stable_Deployment_stays_but_image_replicas_and_what_tells_them_apart()
    {
        JsonObject manifest = Plan(State()).Deployment.Manifest!;
        Assert.Equal(
            """
            {"replicas":2,"futureField":{"deep":[1,2.50]},"selector":{"matchLabels":{"app":"web","track":"canary"}},"template":
            {"metadata":{"labels":{"app":"web","track":"canary","version":"v2.0","team":"red","app.kubernetes.io/version":"v2.0"},
            "annotations":{"a":"b"}},"spec":{"containers":[{"name":"web","image":"shop/web:v2.0","x-new":true}]}}}
            """.ReplaceLineEndings(""),
            manifest["spec"]!.ToJsonString());
        Assert.Equal("web-canary", (string?)manifest["metadata"]!["name"]);
        Assert.DoesNotContain("argocd", manifest["metadata"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_history_tells_the_image_and_in_a_pipeline_the_run()
    {
        CanaryRequest request = Request with { Run = new PipelineRun("42", "shop-ci", "Ann", null) };
        JsonNode annotations = CanaryPlanner.Plan(request, State()).Deployment.Manifest!["metadata"]!["annotations"]!;
        Assert.Equal(
            "canary, image shop/web:v2.0, run 42 of shop-ci for Ann", (string?)annotations["kubernetes.io/change-cause"]);
        Assert.Equal("42", (string?)annotations["azure-pipelines/run"]);
    }

    [Fact]
    public void Without_any_rule_both_are_made_and_all_traffic_goes_to_stable()
    {
        CanaryPlan plan = Plan(State());
        Assert.Equal(
            ["DestinationRule shop/web", "VirtualService shop/web", "Deployment shop/web-canary"],
            plan.Changes.Select(change => change.Target.ToString()));
        Assert.Equal(
            """{"host":"web","subsets":[{"name":"stable","labels":{"track":"stable"}},{"name":"canary","labels":{"track":"canary"}}]}""",
            plan.Backends.Changes[0].Manifest!["spec"]!.ToJsonString());
        Assert.Equal(
            """
            {"hosts":["web"],"http":[{"name":"main","route":[{"destination":{"host":"web","subset":"stable"},"weight":100},
            {"destination":{"host":"web","subset":"canary"},"weight":0}]}]}
            """.ReplaceLineEndings(""),
            plan.Route.Changes[0].Manifest!["spec"]!.ToJsonString());
    }

    [Fact]
    public void Subsets_of_any_name_are_used_and_only_the_missing_one_is_added_with_the_same_policy()
    {
        CanarySnapshot state = State(
            http: """[{"route":[{"destination":{"host":"web.shop.svc.cluster.local","subset":"v1"}}]}]""",
            subsets: """[{"name":"v1","labels":{"version":"v1.0"},"trafficPolicy":{"tls":{"mode":"SIMPLE"}}}]""");
        CanaryPlan plan = Plan(state);
        Assert.Equal(("v1", "canary"), (plan.Backends.Stable, plan.Backends.Canary));
        Assert.Contains(
            """
            {"op":"add","path":"/spec/subsets/-","value":{"name":"canary","labels":{"track":"canary"},"trafficPolicy":{"tls":{"mode":"SIMPLE"}}}}
            """, plan.Backends.Changes[0].Patch!.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            """
            {"op":"add","path":"/spec/http/0/route/0/weight","value":100},{"op":"add","path":"/spec/http/0/route/-","value":
            {"destination":{"host":"web.shop.svc.cluster.local","subset":"canary"},"weight":0}}
            """.ReplaceLineEndings(""), plan.Route.Changes[0].Patch!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_without_a_subset_is_pinned_to_stable_else_the_canary_would_share_it()
    {
        CanarySnapshot state = State(http: """[{"route":[{"destination":{"host":"web"}}]}]""");
        CanaryPlan plan = Plan(state);
        Assert.Contains(
            """{"op":"add","path":"/spec/http/0/route/0/destination/subset","value":"stable"}""",
            plan.Route.Changes[0].Patch!.ToString(), StringComparison.Ordinal);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Other_routes_without_a_subset_are_warned_of()
    {
        CanarySnapshot state = State(
            http: """[{"name":"a","match":[{"uri":{"prefix":"/a"}}],"route":[{"destination":{"host":"web"}}]},{"name":"b","route":[{"destination":{"host":"web"}}]}]""");
        Assert.Equal(ClusterFault.AmbiguousRoute, Refusal(state).Fault);
        CanaryPlan plan = CanaryPlanner.Plan(Request with { Route = "b" }, state);
        Assert.Contains("route a, leads to web without a subset", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_there_already_is_not_written_again()
    {
        CanarySnapshot state = State(
            http: """[{"route":[{"destination":{"host":"web","subset":"stable"},"weight":100},{"destination":{"host":"web","subset":"canary"},"weight":0}]}]""",
            subsets: TrafficFixture.Subsets);
        Assert.Equal(["Deployment shop/web-canary"], Plan(state).Changes.Select(change => change.Target.ToString()));
    }

    [Fact]
    public void A_share_that_waits_for_the_new_canary_is_taken_away_before_its_pods_come()
    {
        CanarySnapshot state = State(
            http: """[{"route":[{"destination":{"host":"web","subset":"stable"},"weight":80},{"destination":{"host":"web","subset":"canary"},"weight":20}]}]""",
            subsets: TrafficFixture.Subsets);
        Assert.Equal(
            ["spec.http[0].route[0].weight 80 → 100", "spec.http[0].route[1].weight 20 → 0"], Plan(state).Route.Changes[0].Fields);
    }

    [Theory]
    [InlineData("""{"matchLabels":{"app":"web"}}""")]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"In","values":["web","api"]}]}""")]
    [InlineData("""{"matchExpressions":[{"key":"track","operator":"Exists"}]}""")]
    public void A_Deployment_whose_selector_would_take_the_canary_in_is_refused(string selector)
    {
        ClusterException refusal = Refusal(State(selector: selector));
        Assert.Equal(ClusterFault.InvalidSpec, refusal.Fault);
        Assert.Contains("two Deployments must not select the same pods", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"matchLabels":{"app":"web","track":"stable"}}""")]
    [InlineData("""{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"track","operator":"NotIn","values":["canary"]}]}""")]
    [InlineData("""{"matchExpressions":[{"key":"track","operator":"In","values":["stable"]}]}""")]
    [InlineData("""{"matchLabels":{"version":"v1.0"}}""")]
    public void A_Deployment_that_selects_its_own_pods_only_is_accepted(string selector)
    {
        JsonObject made = Plan(State(selector: selector)).Deployment.Manifest!;
        var labels = made["spec"]!["template"]!["metadata"]!["labels"]!.AsObject();
        Assert.All(
            made["spec"]!["selector"]!["matchLabels"]!.AsObject(),
            label => Assert.Equal((string?)label.Value, (string?)labels[label.Key]));
    }

    [Theory]
    [InlineData("""{"app":"web","track":"stable"}""", "the canary's")]
    [InlineData("""{"app":"other"}""", "stable")]
    [InlineData("{}", "no pods")]
    public void A_Service_that_does_not_select_both_is_refused(string selector, string told)
    {
        ClusterException refusal = Refusal(State(service: selector));
        Assert.Equal(ClusterFault.InvalidSpec, refusal.Fault);
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stable_pods_without_a_track_cannot_be_told_apart_by_a_new_subset()
    {
        ClusterException refusal = Refusal(State(
            selector: """{"matchLabels":{"version":"v1.0"}}""", labels: """{"app":"web","version":"v1.0"}"""));
        Assert.Contains("no label track=stable", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subset_called_canary_that_selects_other_pods_is_refused() => Assert.Contains(
        "does not tell stable from canary", Refusal(State(subsets: """[{"name":"canary","labels":{"app":"web"}}]""")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("""[{"name":"web"},{"name":"log"}]""", null, "web")]
    [InlineData("""[{"name":"main"}]""", null, "main")]
    [InlineData("""[{"name":"main"},{"name":"log"}]""", "log", "log")]
    public void The_container_is_the_only_one_or_called_like_the_service_or_named(
        string containers, string? named, string expected)
    {
        JsonNode made = CanaryPlanner.Plan(Request with { Container = named }, State(containers: containers)).Deployment.Manifest!;
        JsonNode changed = made["spec"]!["template"]!["spec"]!["containers"]!.AsArray()
            .Single(container => container!["image"] is not null)!;
        Assert.Equal(expected, (string?)changed["name"]);
    }

    [Theory]
    [InlineData(null, "Name it with -Container.")]
    [InlineData("nope", "The pods of web have: main, log.")]
    public void A_container_that_cannot_be_told_is_refused(string? named, string advice)
    {
        ClusterException refusal = Assert.Throws<ClusterException>(() => CanaryPlanner.Plan(
            Request with { Container = named }, State(containers: """[{"name":"main"},{"name":"log"}]""")));
        Assert.Equal((ClusterFault.InvalidSpec, advice), (refusal.Fault, refusal.Advice));
    }

    [Fact]
    public void An_object_of_the_same_name_for_another_host_is_not_overwritten()
    {
        CanarySnapshot state = State(http: """[{"route":[{"destination":{"host":"other"}}]}]""");
        Assert.Equal(ClusterFault.AlreadyExists, Refusal(state).Fault);
    }

    [Fact]
    public void A_route_with_more_destinations_is_refused() => Assert.Equal(
        ClusterFault.ThirdDestination,
        Refusal(State(http: """[{"route":[{"destination":{"host":"web"},"weight":90},{"destination":{"host":"legacy"},"weight":10}]}]""")).Fault);

    [Fact]
    public void A_share_that_is_made_of_pods_is_shown_as_whole_pods_come_to_it()
    {
        CanaryPlan plan = CanaryPlanner.Plan(OfPods(weight: 10), StateOfPods());
        Assert.EndsWith(
            """
              then
                web-canary 0% → 33%
                web 100% → 67%
                web.spec.replicas 3 → 2
                web-canary.spec.replicas 0 → 1
            """, plan.Description, StringComparison.Ordinal);
        Assert.Contains("the canary gets 1 of them, 33.3%", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void More_pods_come_closer_to_a_share_that_is_made_of_them()
    {
        CanaryPlan plan = CanaryPlanner.Plan(OfPods(weight: 10) with { MaxReplicas = 10 }, StateOfPods());
        Assert.Empty(plan.Warnings);
        Assert.Equal(["web.spec.replicas 3 → 9", "web-canary.spec.replicas 0 → 1"], plan.Share!.Fields);
    }

    [Fact]
    public void A_share_that_an_autoscaler_would_take_away_is_refused_before_the_first_write()
    {
        KubeObject autoscaler = KubeObject.Parse(
            """
            {"kind":"HorizontalPodAutoscaler","metadata":{"name":"web","namespace":"shop"},
             "spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"}}}
            """);
        ClusterException refusal = Assert.Throws<ClusterException>(
            () => CanaryPlanner.Plan(OfPods(weight: 10), StateOfPods(autoscaler)));
        Assert.Equal(ClusterFault.OwnedByController, refusal.Fault);
        Assert.Empty(CanaryPlanner.Plan(OfPods(weight: 0), StateOfPods(autoscaler)).Warnings);
    }

    [Theory]
    [InlineData("Istio", null, 10, "-MaxReplicas '10' does not apply: Istio shares traffic by weight.")]
    [InlineData("ReplicaRatio", 2, null, "-Replicas '2' does not apply")]
    public void A_number_of_pods_that_would_be_ignored_is_refused(
        string provider, int? replicas, int? most, string told)
    {
        CanaryRequest request = OfPods(weight: 10) with { Provider = provider, Replicas = replicas, MaxReplicas = most };
        ClusterException refusal = Assert.Throws<ClusterException>(() => CanaryPlanner.Plan(request, StateOfPods()));
        Assert.Equal(ClusterFault.InvalidSpec, refusal.Fault);
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }

    private static CanaryRequest OfPods(int weight) =>
        Request with { Provider = "ReplicaRatio", Replicas = null, Weight = weight };

    private static CanarySnapshot StateOfPods(params KubeObject[] others)
    {
        CanarySnapshot state = State();
        JsonObject stable = state.Stable.ToNode();
        stable["kind"] = "Deployment";
        stable["metadata"]!.AsObject().Remove("labels");
        KubeObject[] all = [KubeObject.Parse(stable.ToJsonString()), TrafficFixture.Service, .. others];
        return state with { Stable = all[0], Read = TrafficFixture.Read(all), Traffic = TrafficFixture.State(all) };
    }

    private static CanaryRequest Request { get; } =
        new("shop", "web", ImageReference.Parse("shop/web:v2.0")) { Replicas = 2 };

    private static CanaryPlan Plan(CanarySnapshot state) => CanaryPlanner.Plan(Request, state);

    private static ClusterException Refusal(CanarySnapshot state) => Assert.Throws<ClusterException>(() => Plan(state));

    private static CanarySnapshot State(
        string selector = OwnSelector, string labels = OwnLabels, string service = """{"app":"web"}""",
        string containers = """[{"name":"web","image":"shop/web:v1.0","x-new":true}]""", string? http = null,
        string? subsets = null)
    {
        KubeObject stable = KubeObject.Parse(
            $$$$"""
            {"metadata":{"name":"web","namespace":"shop","labels":{"argocd.argoproj.io/instance":"shop"}},
             "spec":{"replicas":3,"paused":true,"futureField":{"deep":[1,2.50]},"selector":{{{{selector}}}},
             "template":{"metadata":{"labels":{{{{labels}}}},"annotations":{"a":"b"}},"spec":{"containers":{{{{containers}}}}}}} }
            """);
        KubeObject[] virtualServices = http is null ? [] : [TrafficFixture.VirtualService("web", http)];
        KubeObject[] rules = subsets is null ? [] : [TrafficFixture.Rule(subsets)];
        KubeObject front = KubeObject.Parse(
            $$$"""{"kind":"Service","metadata":{"name":"web","namespace":"shop"},"spec":{"selector":{{{service}}} }}""");
        KubeObject[] all = [.. virtualServices, .. rules, front];
        return new CanarySnapshot(stable, front, Canary: null, TrafficFixture.Read(all), TrafficFixture.State(all));
    }
}
