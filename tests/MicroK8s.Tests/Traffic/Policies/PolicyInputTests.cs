using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Traffic.Policies;

namespace MicroK8s.Tests.Traffic.Policies;

public sealed class PolicyInputTests
{
    [Fact]
    public void The_articles_block_is_written_with_the_names_of_today()
    {
        PolicyFragment read = Block(
            """
            {"loadBalancer":{"simple":"LEAST_CONN"},
             "outlierDetection":{"consecutiveErrors":5,"interval":"30s","baseEjectionTime":"30s"},
             "connectionPool":{"http":{"maxRequestsPerConnection":10}},
             "http":{"timeout":{"requestTimeout":"15s","idleTimeout":"60s"}}}
            """);
        Same(
            """
            {"loadBalancer":{"simple":"LEAST_REQUEST"},
             "outlierDetection":{"interval":"30s","baseEjectionTime":"30s","consecutive5xxErrors":5},
             "connectionPool":{"http":{"maxRequestsPerConnection":10,"idleTimeout":"60s"}}}
            """,
            read.Rule);
        Same("""{"timeout":"15s"}""", read.Route);
        Assert.Equal(4, read.Notes.Count);
        Assert.Contains(read.Notes, note => note.Contains("consecutive5xxErrors", StringComparison.Ordinal));
        Assert.Contains(read.Notes, note => note.Contains("LEAST_REQUEST", StringComparison.Ordinal));
    }

    [Fact]
    public void The_block_of_timeouts_may_stand_in_the_connection_pool()
    {
        PolicyFragment read = Block(
            """{"trafficPolicy":{"connectionPool":{"http":{"timeout":{"requestTimeout":"15s","idleTimeout":"60s"}}}}}""");
        Same("""{"connectionPool":{"http":{"idleTimeout":"60s"}}}""", read.Rule);
        Same("""{"timeout":"15s"}""", read.Route);
    }

    [Fact]
    public void Every_old_field_of_a_block_becomes_that_of_today_and_says_so()
    {
        PolicyFragment read = Block(
            """
            {"loadBalancer":{"warmupDurationSecs":"30s","consistentHash":{"useSourceIp":true,"minimumRingSize":64}},
             "fault":{"delay":{"fixedDelay":"1s","percent":5}}}
            """);
        Same(
            """
            {"loadBalancer":{"consistentHash":{"useSourceIp":true,"ringHash":{"minimumRingSize":64}},"warmup":{"duration":"30s"}}}
            """,
            read.Rule);
        Same("""{"fault":{"delay":{"fixedDelay":"1s","percentage":{"value":5}}}}""", read.Route);
        Assert.Contains(
            "loadBalancer.warmupDurationSecs is the old name of loadBalancer.warmup.duration, which is written instead.",
            read.Notes);
        Assert.Equal(3, read.Notes.Count);
    }

    [Fact]
    public void A_field_of_today_wins_over_the_old_one_beside_it() => Same(
        """{"outlierDetection":{"consecutive5xxErrors":7}}""",
        Block("""{"outlierDetection":{"consecutiveErrors":5,"consecutive5xxErrors":7}}""").Rule);

    [Fact]
    public void Parameters_become_fields_and_win_over_the_block()
    {
        PolicyFragment read = PolicyInput.Read(
            new Dictionary<string, object?>
            {
                ["MaxConnections"] = 5,
                ["ConnectTimeout"] = TimeSpan.FromMilliseconds(1500),
                ["HashCookie"] = "session",
                ["RetryOn"] = new[] { "5xx", "503" },
                ["LocalityFailover"] = Json("""{"eu-west":"eu-north"}"""),
                ["FaultAbort"] = 503,
            },
            Json("""{"connectionPool":{"tcp":{"maxConnections":9,"tcpKeepalive":{"time":"7200s"}}}}"""));
        Same(
            """
            {"connectionPool":{"tcp":{"maxConnections":5,"tcpKeepalive":{"time":"7200s"},"connectTimeout":"1500ms"}},
             "loadBalancer":{"consistentHash":{"httpCookie":{"name":"session","ttl":"0s"}},
               "localityLbSetting":{"failover":[{"from":"eu-west","to":"eu-north"}],"enabled":true}}}
            """,
            read.Rule);
        Same("""{"retries":{"retryOn":"5xx,503"},"fault":{"abort":{"httpStatus":503}}}""", read.Route);
        Assert.Equal(
            [PolicySetting.LoadBalancer, PolicySetting.ConnectionPool, PolicySetting.Retries, PolicySetting.Fault],
            read.Settings);
    }

    [Theory]
    [InlineData("LoadBalancer", "LeastRequest", "LEAST_REQUEST")]
    [InlineData("LoadBalancer", "round_robin", "ROUND_ROBIN")]
    [InlineData("TlsMode", "istiomutual", "ISTIO_MUTUAL")]
    public void Words_are_read_as_PowerShell_and_as_Istio_write_them(string parameter, string given, string written) =>
        Assert.Contains($"\"{written}\"", One(parameter, given).Rule.ToJsonString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("MaxEjectionPercent", 0, "must be from 1 to 100")]
    [InlineData("MaxEjectionPercent", 101, "must be from 1 to 100")]
    [InlineData("MinHealthPercent", 101, "must be from 0 to 100")]
    [InlineData("FaultDelayPercent", -1, "must be from 0 to 100")]
    [InlineData("FaultAbort", 199, "must be an HTTP status from 200 to 599")]
    [InlineData("MaxConnections", 0, "must be 1 or greater")]
    [InlineData("RetryAttempts", -1, "must be 0 or greater")]
    [InlineData("LoadBalancer", "LeastRequests", "Did you mean 'LeastRequest'?")]
    [InlineData("RetryOn", "5xx,gatewayerror", "has 'gatewayerror'")]
    [InlineData("RetryOn", "199", "has '199'")]
    [InlineData("HashHeader", " ", "must not be empty")]
    [InlineData("HashCookieTtl", "5s", "needs the name of a cookie")]
    public void A_value_that_breaks_a_rule_is_told_with_its_parameter(string parameter, object value, string rule)
    {
        ClusterException fault = Assert.Throws<ClusterException>(() => One(parameter, value));
        Assert.Equal((ClusterFault.InvalidSpec, parameter), (fault.Fault, fault.Parameter));
        Assert.Contains($"-{parameter} ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(rule, $"{fault.Message} {fault.Advice}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_distribution_names_the_most_specific_callers_first()
    {
        PolicyFragment read = One(
            "LocalityDistribution", Json("""{"*":{"eu-west":100},"eu-west/a/*":{"eu-west/a/*":80,"eu-north":20}}"""));
        Same(
            """
            {"loadBalancer":{"localityLbSetting":{"distribute":[
              {"from":"eu-west/a/*","to":{"eu-west/a/*":80,"eu-north":20}},{"from":"*","to":{"eu-west":100}}],"enabled":true}}}
            """,
            read.Rule);
        Assert.Equal(
            ["LocalityDistribution=eu-west/a/*: eu-west/a/* 80%, eu-north 20%; *: eu-west 100%"],
            PolicyFields.Describe(read.Rule, []));
    }

    [Theory]
    [InlineData("""{"a":{"a":80,"b":10}}""", "-LocalityDistribution 'a: a 80%, b 10%' must give a weights that add up to 100; they add up to 90.")]
    [InlineData("""{"a":{"a":0,"b":100}}""", "must give a a whole number from 1 to 100")]
    [InlineData("""{"a":{"b":"100"}}""", "must give b a whole number from 1 to 100")]
    [InlineData("""{"a":{"b":100.5}}""", "must give b a whole number from 1 to 100")]
    [InlineData("""{"a":{"b/*":50,"b/z":50}}""", "must name each locality once: b/* includes b/z")]
    [InlineData("""{"a":{"*":50,"b/z":50}}""", "must name each locality once: * includes b/z")]
    [InlineData("""{"a":{"b":100},"a/*":{"b":100}}""", "must name each locality once: a includes a/*")]
    [InlineData("""{"a/*/x":{"b":100}}""", "has 'a/*/x', which must be REGION, REGION/ZONE or REGION/ZONE/SUBZONE")]
    [InlineData("""{"a/b/c/d":{"b":100}}""", "has 'a/b/c/d', which must be")]
    [InlineData("""{"a":{"b/":100}}""", "has 'b/', which must be")]
    [InlineData("""{"eu-*":{"b":100}}""", "has 'eu-*', which must be")]
    [InlineData("""{"a":"b"}""", "must be localities with their weights")]
    [InlineData("""{"a":{}}""", "must be localities with their weights")]
    [InlineData("{}", "must be localities with their weights")]
    public void A_distribution_that_Istio_would_refuse_is_refused(string map, string said) =>
        AssertRefused("LocalityDistribution", map, said);

    [Theory]
    [InlineData("""{"a":"a"}""", "must not lead from region a to itself")]
    [InlineData("""{"a/z":"b"}""", "has 'a/z', which must be a region, without a zone and without *")]
    [InlineData("""{"a":"*"}""", "has '*', which must be a region")]
    [InlineData("""{"a":""}""", "must name regions as FROM=TO")]
    [InlineData("""{"a":{"b":100}}""", "must name regions as FROM=TO")]
    public void A_failover_is_between_two_regions(string map, string said) =>
        AssertRefused("LocalityFailover", map, said);

    [Fact]
    public void A_distribution_in_a_block_keeps_the_order_that_proxies_read_it_in()
    {
        ClusterException fault = Assert.Throws<ClusterException>(() => Block(
            """{"loadBalancer":{"localityLbSetting":{"distribute":[{"from":"*","to":{"b":100}},{"from":"a","to":{"b":100}}]}}}"""));
        Assert.Contains("* includes a", fault.Message, StringComparison.Ordinal);
        Same(
            """{"loadBalancer":{"localityLbSetting":{"enabled":false}}}""",
            Block("""{"loadBalancer":{"localityLbSetting":{"enabled":false}}}""").Rule);
    }

    [Fact]
    public void A_duration_of_nothing_is_refused()
    {
        ClusterException fault = Assert.Throws<ClusterException>(() => One("RequestTimeout", TimeSpan.Zero));
        Assert.Equal("-RequestTimeout '0s' must be a duration of 1ms or more.", fault.Message);
    }

    [Theory]
    [InlineData("""{"loadBalancer":{"simple":"RANDOM","consistentHash":{"useSourceIp":true}}}""", "cannot be given together")]
    [InlineData("""{"loadBalancer":{"consistentHash":{"useSourceIp":true,"httpHeaderName":"a"}}}""", "cannot be given together")]
    [InlineData("""{"loadBalancer":{"localityLbSetting":{"distribute":[{"from":"a","to":{"b":100}}],"failover":[{"from":"a","to":"b"}]}}}""", "cannot be given together with a failover")]
    [InlineData("""{"loadBalancer":{"localityLbSetting":{"distribute":[{"from":"a","to":{"b":100}}],"failoverPriority":["x"]}}}""", "cannot be given together with a failover")]
    [InlineData("""{"retries":{"attempts":0,"perTryTimeout":"1s"}}""", "turns retries off")]
    [InlineData("""{"outlierDetection":{"interval":"0s"}}""", "'outlierDetection.interval: 0s' must be a duration of 1ms or more")]
    [InlineData("""{"portLevelSettings":[]}""", "is for one port each")]
    [InlineData("""{"outlier":{}}""", "'outlier' must be one of")]
    [InlineData("""{"tls":"DISABLE"}""", "must be a hashtable")]
    [InlineData("""{"http":{"timeout":{"connect":"1s"}}}""", "must be one of requestTimeout, idleTimeout")]
    [InlineData("{}", "Nothing to change")]
    public void What_does_not_fit_is_refused(string block, string said)
    {
        ClusterException fault = Assert.Throws<ClusterException>(() => Block(block));
        Assert.Equal(ClusterFault.InvalidSpec, fault.Fault);
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string parameter, string map, string said)
    {
        ClusterException fault = Assert.Throws<ClusterException>(() => One(parameter, Json(map)));
        Assert.Equal((ClusterFault.InvalidSpec, parameter), (fault.Fault, fault.Parameter));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    private static PolicyFragment One(string parameter, object value) =>
        PolicyInput.Read(new Dictionary<string, object?> { [parameter] = value }, block: null);

    private static PolicyFragment Block(string json) => PolicyInput.Read(new Dictionary<string, object?>(), Json(json));

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();

    private static void Same(string expected, JsonObject actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());
}
