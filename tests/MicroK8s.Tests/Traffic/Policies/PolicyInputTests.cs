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
    public void Parameters_become_fields_and_win_over_the_block()
    {
        PolicyFragment read = PolicyInput.Read(
            new Dictionary<string, object?>
            {
                ["MaxConnections"] = 5,
                ["ConnectTimeout"] = TimeSpan.FromMilliseconds(1500),
                ["HashCookie"] = "session",
                ["RetryOn"] = new[] { "5xx", "503" },
                ["LocalityFailover"] = new[] { KeyValuePair.Create("eu-west", "eu-north") },
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
    public void A_duration_of_nothing_is_refused()
    {
        ClusterException fault = Assert.Throws<ClusterException>(() => One("RequestTimeout", TimeSpan.Zero));
        Assert.Equal("-RequestTimeout '0s' must be a duration of 1ms or more.", fault.Message);
    }

    [Theory]
    [InlineData("""{"loadBalancer":{"simple":"RANDOM","consistentHash":{"useSourceIp":true}}}""", "cannot be given together")]
    [InlineData("""{"loadBalancer":{"consistentHash":{"useSourceIp":true,"httpHeaderName":"a"}}}""", "cannot be given together")]
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

    private static PolicyFragment One(string parameter, object value) =>
        PolicyInput.Read(new Dictionary<string, object?> { [parameter] = value }, block: null);

    private static PolicyFragment Block(string json) => PolicyInput.Read(new Dictionary<string, object?>(), Json(json));

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();

    private static void Same(string expected, JsonObject actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());
}
