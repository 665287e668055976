using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Traffic.Policies;
using MicroK8s.Updates;
using static MicroK8s.Tests.Traffic.Policies.PolicyCase;

namespace MicroK8s.Tests.Traffic.Policies;

public sealed class PolicyPlannerTests
{
    private const string Breaker = """{"outlierDetection":{"consecutive5xxErrors":3,"maxEjectionPercent":50}}""";
    private const string Timeout = """{"timeout":"15s"}""";

    [Fact]
    public void What_holds_already_is_not_written() => Assert.Empty(
        Set(Breaker, null, Rule($"\"trafficPolicy\":{Breaker}")).Writes);

    [Fact]
    public void Rule_and_route_are_made_where_there_are_none()
    {
        PolicyPlan plan = Set("""{"timeout":"15s","connectionPool":{"tcp":{"maxConnections":5}}}""", null);
        Assert.Equal(
            ["""{"host":"web","trafficPolicy":{"connectionPool":{"tcp":{"maxConnections":5}}}}""",
             """{"hosts":["web"],"http":[{"route":[{"destination":{"host":"web"}}],"timeout":"15s"}]}"""],
            plan.Writes.Select(SpecOf));
        Assert.All(plan.Writes, write => Assert.Equal(
            "web", (string?)((ObjectCreation)write).Manifest["metadata"]!["labels"]![PolicyObjects.PolicyOf]));
    }

    [Fact]
    public void Only_what_is_named_changes_in_the_rule_that_is_there()
    {
        PolicyPlan plan = Set(
            """{"outlierDetection":{"interval":"5s"},"loadBalancer":{"simple":"RANDOM"}}""", null,
            Rule(""" "trafficPolicy":{"x":1.50,"loadBalancer":{"consistentHash":{"useSourceIp":true},"warmup":{"a":1}},"outlierDetection":{"interval":"9s","maxEjectionPercent":50}},"subsets":[{"name":"v1","new":null}]"""));
        Assert.Equal(
            """{"host":"web","trafficPolicy":{"x":1.50,"loadBalancer":{"warmup":{"a":1},"simple":"RANDOM"},"outlierDetection":{"interval":"5s","maxEjectionPercent":50}},"subsets":[{"name":"v1","new":null}]}""",
            SpecOf(Assert.Single(plan.Writes)));
    }

    [Fact]
    public void A_distribution_and_a_failover_replace_each_other()
    {
        const string Failover = """{"loadBalancer":{"localityLbSetting":{"failover":[{"from":"a","to":"b"}]}}}""";
        const string Distribution =
            """{"loadBalancer":{"localityLbSetting":{"distribute":[{"from":"a","to":{"a":80,"b":20}}]}}}""";
        PolicyPlan distributed = Set(Distribution, null, Rule(
            "\"trafficPolicy\":{\"loadBalancer\":{\"simple\":\"RANDOM\",\"localityLbSetting\":{\"failover\":[],\"failoverPriority\":[\"x\"],\"enabled\":true}}}"));
        Assert.Equal(
            """{"host":"web","trafficPolicy":{"loadBalancer":{"simple":"RANDOM","localityLbSetting":{"enabled":true,"distribute":[{"from":"a","to":{"a":80,"b":20}}]}}}}""",
            SpecOf(Assert.Single(distributed.Writes)));
        Assert.Empty(distributed.Warnings);

        PolicyPlan failing = Set(Failover, null, Rule($"\"trafficPolicy\":{Distribution}"));
        Assert.Equal(
            """{"host":"web","trafficPolicy":{"loadBalancer":{"localityLbSetting":{"failover":[{"from":"a","to":"b"}],"enabled":true}}}}""",
            SpecOf(Assert.Single(failing.Writes)));
        Assert.StartsWith("Failover between localities needs a circuit breaker", Assert.Single(failing.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_field_goes_when_the_one_of_today_is_set_and_stays_otherwise()
    {
        KubeObject rule = Rule("\"trafficPolicy\":{\"outlierDetection\":{\"consecutiveErrors\":3,\"maxEjectionPercent\":50}}");
        Assert.EndsWith(
            """{"outlierDetection":{"maxEjectionPercent":50,"consecutive5xxErrors":4}}}""",
            SpecOf(Assert.Single(Set("""{"outlierDetection":{"consecutive5xxErrors":4}}""", null, rule).Writes)),
            StringComparison.Ordinal);
        Assert.EndsWith(
            """{"outlierDetection":{"consecutiveErrors":3,"maxEjectionPercent":60}}}""",
            SpecOf(Assert.Single(Set("""{"outlierDetection":{"maxEjectionPercent":60}}""", null, rule).Writes)),
            StringComparison.Ordinal);
        Assert.Contains(
            """{"delay":{"percent":5,"fixedDelay":"2s"}}""",
            SpecOf(Assert.Single(Set(
                """{"fault":{"delay":{"fixedDelay":"2s"}}}""", null,
                Route("""[{"fault":{"delay":{"percent":5}},"route":[{"destination":{"host":"web"}}]}]""")).Writes)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_gets_its_own_settings_and_what_no_longer_holds_is_said()
    {
        PolicyPlan plan = Set(
            Breaker, Web with { Port = 80 }, Rule("\"trafficPolicy\":{\"connectionPool\":{\"tcp\":{\"maxConnections\":5}}}"));
        Assert.Contains(
            """ "portLevelSettings":[{"port":{"number":80},"outlierDetection":{"consecutive5xxErrors":3,"maxEjectionPercent":50}}] """.Trim(),
            SpecOf(Assert.Single(plan.Writes)), StringComparison.Ordinal);
        Assert.Contains(plan.Warnings, warning => warning.Contains("MaxConnections=5", StringComparison.Ordinal));
    }

    [Fact]
    public void A_subset_replaces_a_whole_part_of_the_service()
    {
        PolicyPlan plan = Set(
            Breaker, Web with { Subset = "v1" },
            Rule("\"trafficPolicy\":{\"outlierDetection\":{\"interval\":\"5s\"}},\"subsets\":[{\"name\":\"v1\"}]"));
        Assert.EndsWith(
            """ "subsets":[{"name":"v1","trafficPolicy":{"outlierDetection":{"consecutive5xxErrors":3,"maxEjectionPercent":50}}}]}""".Trim(),
            SpecOf(Assert.Single(plan.Writes)), StringComparison.Ordinal);
        Assert.Contains(plan.Warnings, warning => warning.Contains("OutlierInterval=5s", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_for_more_hosts_is_copied_into_one_of_its_own()
    {
        PolicyPlan plan = Set(
            Breaker, null, Rule(
                "\"trafficPolicy\":{\"tls\":{\"mode\":\"ISTIO_MUTUAL\"}}", "all", "*.shop.svc.cluster.local", "istio-system"));
        Assert.Equal(
            """{"host":"web","trafficPolicy":{"tls":{"mode":"ISTIO_MUTUAL"},"outlierDetection":{"consecutive5xxErrors":3,"maxEjectionPercent":50}}}""",
            SpecOf(Assert.IsType<ObjectCreation>(Assert.Single(plan.Writes))));
        Assert.Contains(plan.Warnings, warning => warning.Contains("istio-system/all", StringComparison.Ordinal));
    }

    [Fact]
    public void Callers_who_follow_another_rule_are_named()
    {
        PolicyPlan plan = Set(
            Breaker, null,
            Rule("", "old", metadata: ",\"creationTimestamp\":\"2026-01-01T00:00:00Z\""),
            Rule("\"trafficPolicy\":{\"tls\":{}}", "young", metadata: ",\"creationTimestamp\":\"2026-01-02T00:00:00Z\""),
            Rule("", "theirs", "web.shop.svc.cluster.local", "orders"),
            Rule("\"workloadSelector\":{}", "some"));
        Assert.Equal("young", Assert.Single(plan.Writes).Target.Name);
        Assert.Contains(plan.Warnings, warning => warning.Contains("namespace orders follow", StringComparison.Ordinal));
        Assert.Contains(plan.Warnings, warning => warning.Contains("shop/some selects", StringComparison.Ordinal));
    }

    [Fact]
    public void A_route_keeps_everything_else_and_the_retries_that_cannot_be_made_are_said()
    {
        PolicyPlan plan = Set(
            """{"timeout":"5s","retries":{"attempts":3,"perTryTimeout":"2s"},"fault":{"abort":{"httpStatus":503}}}""", null,
            Route("""[{"match":[{"uri":{"prefix":"/x"}}],"route":[{"destination":{"host":"other"}}]},{"name":"main","x":[1,2.50],"retries":{"retryOn":"5xx"},"route":[{"destination":{"host":"web"}}]}]"""));
        Assert.EndsWith(
            """{"name":"main","x":[1,2.50],"retries":{"retryOn":"5xx","attempts":3,"perTryTimeout":"2s"},"route":[{"destination":{"host":"web"}}],"timeout":"5s","fault":{"abort":{"httpStatus":503,"percentage":{"value":100}}}}]}""",
            SpecOf(Assert.Single(plan.Writes)), StringComparison.Ordinal);
        Assert.Contains(
            "Not all retries can be made: the first try and 3 retries of 2s each may take 8s, but the timeout is 5s. "
            + "Raise -RequestTimeout, or lower -RetryTimeout.", plan.Warnings);
    }

    [Fact]
    public void Several_routes_need_a_name()
    {
        KubeObject rule = Route("""[{"name":"a","match":[{"uri":{"prefix":"/x"}}],"route":[{"destination":{"host":"web"}}]},""" + ToWeb + "]");
        Assert.Equal(ClusterFault.AmbiguousRoute, Fault(() => Set(Timeout, null, rule)));
        Assert.Contains(
            "\"name\":\"a\"", SpecOf(Set(Timeout, Web with { Route = "a" }, rule).Writes[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_be_reverted_or_never_reached_needs_force()
    {
        const string Owned = ",\"annotations\":{\"argocd.argoproj.io/tracking-id\":\"x\"}";
        KubeObject below = Route("""[{"name":"all","route":[{"destination":{"host":"other"}}]},""" + ToWeb + "]");
        Assert.Equal(ClusterFault.OwnedByController, Fault(() => Set(Breaker, null, Rule("", metadata: Owned))));
        Assert.Equal(ClusterFault.OwnedByController, Fault(() => Set(Timeout, null, Route($"[{ToWeb}]", metadata: Owned))));
        Assert.Equal(ClusterFault.RouteUnreachable, Fault(() => Set(Timeout, null, below)));
        Assert.Single(Set(Timeout, Web with { Force = true }, below).Writes);
        Assert.Single(Set(Breaker, Web with { Force = true }, Rule("", metadata: Owned)).Writes);
    }

    [Fact]
    public void What_is_not_there_or_cannot_be_is_refused()
    {
        Assert.Equal(ClusterFault.ResourceNotFound, Fault(() => Set(Breaker, new PolicyTarget("shop", "wbe"))));
        Assert.Equal(ClusterFault.SubsetNotFound, Fault(() => Set(Breaker, Web with { Subset = "v9" }, Rule(""))));
        Assert.Equal(ClusterFault.RouteNotFound, Fault(() => Set(
            Timeout, Web with { Subset = "v1" }, Rule("\"subsets\":[{\"name\":\"v1\"}]"))));
        Assert.Equal(ClusterFault.InvalidSpec, Fault(() => Set(Breaker, Web with { Port = 81 }, Rule(""))));
        Assert.Equal(ClusterFault.InvalidSpec, Fault(() => Set(Timeout, Web with { Port = 80 })));
        Assert.Equal(ClusterFault.InvalidSpec, Fault(() => Set("""{"tls":{"mode":"MUTUAL"}}""", null)));
        Assert.Equal(ClusterFault.InvalidSpec, Fault(() => Set("""{"outlierDetection":{"consecutive5xxErrors":0}}""", null)));
        Assert.Equal(ClusterFault.InvalidSpec, Fault(() => Set(Breaker, Web with { Provider = "GatewayApi" })));
        Assert.Equal(ClusterFault.AlreadyExists, Fault(() => Set(Breaker, null, Rule("", host: "other"))));
    }

    [Fact]
    public void A_breaker_of_few_pods_with_the_default_limit_is_told_to_never_open() => Assert.Contains(
        "The circuit breaker never opens: maxEjectionPercent 10 of 3 pods is less than one pod. "
        + "Raise -MaxEjectionPercent.",
        Set("""{"outlierDetection":{"consecutive5xxErrors":3}}""", null).Warnings);

    [Fact]
    public void The_gateway_api_gets_timeouts_and_retries_and_no_faults()
    {
        KubeObject route = KubeObject.Parse(
            """
            {"kind":"HTTPRoute","metadata":{"name":"web","namespace":"shop","resourceVersion":"7"},
             "spec":{"parentRefs":[{"name":"edge"}],"rules":[{"backendRefs":[{"name":"web","port":80}],"x":1.50}]}}
            """);
        PolicyPlan plan = Set(
            """{"timeout":"15s","retries":{"attempts":2,"perTryTimeout":"5s","retryOn":"502,503"}}""", null, route);
        Assert.EndsWith(
            """[{"backendRefs":[{"name":"web","port":80}],"x":1.50,"timeouts":{"request":"15s","backendRequest":"5s"},"retry":{"attempts":2,"codes":[502,503]}}]}""",
            SpecOf(Assert.Single(plan.Writes)), StringComparison.Ordinal);
        Assert.Equal(ClusterFault.InvalidSpec, Fault(() => Set("""{"retries":{"retryOn":"5xx"}}""", null, route)));
        Assert.Equal(ClusterFault.InvalidSpec, Fault(() => Set("""{"fault":{"abort":{"httpStatus":503}}}""", null, route)));
        KubeObject set = KubeObject.Parse(plan.Writes[0] is ObjectUpdate update ? update.Wanted.ToNode().ToJsonString() : "{}");
        Assert.Equal(
            route.Json.GetProperty("spec").GetRawText().Replace(" ", "", StringComparison.Ordinal),
            SpecOf(Assert.Single(Remove(null, [], set).Writes)));
    }

    [Fact]
    public void Removing_takes_the_named_parts_and_what_was_made_goes_when_it_is_spent()
    {
        const string Made = ",\"labels\":{\"microk8s-powershell/policy-of\":\"web\"}";
        KubeObject rule = Rule("\"trafficPolicy\":{\"tls\":{\"mode\":\"DISABLE\"},\"outlierDetection\":{}}", metadata: Made);
        KubeObject route = Route("""[{"route":[{"destination":{"host":"web"}}],"timeout":"1s"}]""", metadata: Made);
        Assert.Equal(
            """{"host":"web","trafficPolicy":{"tls":{"mode":"DISABLE"}}}""",
            SpecOf(Assert.Single(Remove(null, [PolicySetting.Outlier], rule, route).Writes)));
        Assert.All(Remove(null, [], rule, route).Writes, write => Assert.IsType<ObjectDeletion>(write));
        Assert.Equal(2, Remove(null, [], rule, route).Writes.Count);
        Assert.Empty(Remove(null, [], Rule("")).Writes);
    }

    [Fact]
    public void What_was_copied_from_a_wider_rule_goes_with_the_policy()
    {
        KubeObject wide = Rule("\"trafficPolicy\":{\"tls\":{\"mode\":\"DISABLE\"}}", "all", "*.shop.svc.cluster.local");
        var made = (ObjectCreation)Set(Breaker, null, wide).Writes[0];
        Assert.IsType<ObjectDeletion>(Assert.Single(
            Remove(null, [PolicySetting.Outlier], wide, KubeObject.Parse(made.Manifest.ToJsonString())).Writes));
    }

    [Fact]
    public void A_report_has_what_a_subset_takes_from_its_service_and_names_hidden_rules()
    {
        TrafficPolicy[] policies =
        [
            .. PolicyReport.Of(
                State(
                    Rule("""
                        "trafficPolicy":{"loadBalancer":{"simple":"LEAST_REQUEST"},"portLevelSettings":[{"port":{"number":80},"tls":{"mode":"DISABLE"}}]},
                        "subsets":[{"name":"v1","trafficPolicy":{"outlierDetection":{"consecutive5xxErrors":3,"interval":"1m"}}},{"name":"v2"}]
                        """),
                    Rule("\"trafficPolicy\":{\"tls\":{}}", "all", "*.svc.cluster.local", "istio-system"),
                    Route("""[{"name":"main","timeout":"1.5s","route":[{"destination":{"host":"web","subset":"v1"}}]}]""")), []),
        ];
        Assert.Equal(["shop/web", "shop/web, port 80", "shop/web, subset v1"], policies.Select(one => $"{one}"));
        TrafficPolicy subset = policies[2];
        Assert.Equal(
            ("LeastRequest", 3, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1.5), "main", "shop/web"),
            (subset.LoadBalancer, subset.ConsecutiveErrors, subset.OutlierInterval, subset.RequestTimeout, subset.RouteName, subset.Rule));
        Assert.Equal((null, "Disable"), (policies[1].LoadBalancer, policies[1].TlsMode));
        Assert.Equal(["DestinationRule istio-system/all"], policies[0].Hidden);
    }

    private static ClusterFault Fault(Action plan) => Assert.Throws<ClusterException>(plan).Fault;
}
