using MicroK8s.Conventions;
using MicroK8s.Nodes;
using MicroK8s.Resources;
using MicroK8s.Usage;

namespace MicroK8s.Tests.Usage;

public sealed class UsageRulesTests
{
    private const long Mi = 1L << 20;

    [Fact]
    public void A_kubelets_summary_tells_its_node_its_pods_and_their_containers()
    {
        KubeletSummary summary = KubeletSummary.TryParse("""
            {"node":{"nodeName":"n","cpu":{"time":"2026-01-01T00:00:00Z","usageNanoCores":104000000},"memory":{"workingSetBytes":2779000000}},
             "pods":[
               {"podRef":{"name":"a","namespace":"shop"},"containers":[
                 {"name":"x","cpu":{"usageNanoCores":1000000},"memory":{"workingSetBytes":1048576}},
                 {"name":"y","cpu":{"usageNanoCores":2000000},"memory":{"workingSetBytes":1048576}}]},
               {"podRef":{"name":"b","namespace":"shop"},"cpu":{"usageNanoCores":5000000},"memory":{"workingSetBytes":3},
                "containers":[{"name":"x","cpu":{"usageNanoCores":1},"memory":{"workingSetBytes":1}}]},
               {"podRef":{"name":"c","namespace":"shop"}}]}
            """)!;
        Assert.Equal((0.104m, 2779000000), (summary.Node!.Use.Cpu, summary.Node.Use.Memory));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), summary.Node.Time);
        Assert.Equal((0.003m, 2 * Mi), (summary.Pods[("shop", "a")].Use.Cpu, summary.Pods[("shop", "a")].Use.Memory));
        Assert.Equal(0.005m, summary.Pods[("shop", "b")].Use.Cpu);
        Assert.Equal(["x", "y"], summary.Pods[("shop", "a")].Containers.Keys.Order());
        Assert.False(summary.Pods[("shop", "c")].Use.Has("cpu"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("oops")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void What_is_no_summary_is_none(string text) => Assert.Null(KubeletSummary.TryParse(text));

    [Theory]
    [InlineData("10", 20, "500m", "64Mi", null, "uses 2% of the 500m CPU that it requests: lower the request")]
    [InlineData("400", 20, "100m", "64Mi", null, "uses 400m CPU, but requests 100m: raise the request")]
    [InlineData("400", 20, null, "64Mi", null, "no CPU request, but 400m is used")]
    [InlineData("90", 60, "100m", "64Mi", null, null)]
    [InlineData("110", 60, "100m", "64Mi", null, null)]
    [InlineData("10", 20, null, null, null, null)]
    [InlineData("90", 60, "100m", "64Mi", "64Mi", "memory is at 94% of the limit 64Mi: above it a container is killed")]
    [InlineData("90", 20, "100m", "1Gi", null, "uses 2% of the 1024Mi memory that it requests: lower the request")]
    public void Advice_says_what_is_far_off_only(string milli, int mebi, string? cpu, string? memory, string? limit, string? advice)
    {
        var requests = new Dictionary<string, string?> { ["cpu"] = cpu, ["memory"] = memory };
        string Json(IEnumerable<KeyValuePair<string, string?>> map) =>
            $"{{{string.Join(',', map.Where(pair => pair.Value is not null).Select(pair => $"\"{pair.Key}\":\"{pair.Value}\""))}}}";
        var pod = KubeObject.Parse(
            $$"""{"metadata":{"name":"p"},"spec":{"containers":[{"resources":{"requests":{{Json(requests)}},"limits":{{(limit is null ? "{}" : $"{{\"memory\":\"{limit}\"}}")}} } }] } }""");
        var measured = new MeasuredUse(ResourceSums.FromUse(long.Parse(milli, null) * 1_000_000, mebi * Mi), null, null);
        Assert.Equal(advice, UsageRules.DescribePod(pod, measured, UsageSource.Kubelet, "c", null).Advice);
        Assert.Null(UsageRules.DescribePod(pod, null, UsageSource.Kubelet, "c", null).Advice);
    }

    [Theory]
    [InlineData(100, 900, 1000, "90% of the CPU is reserved, but only 11% of that is used: lower the requests of its pods")]
    [InlineData(950, 900, 1000, "95% of the CPU is used")]
    [InlineData(500, 900, 1000, null)]
    [InlineData(10, 500, 1000, null)]
    public void A_node_that_is_reserved_but_idle_is_told(int used, int requested, int allocatable, string? advice)
    {
        var node = KubeObject.Parse($$"""{"metadata":{"name":"n"},"status":{"allocatable":{"cpu":"{{allocatable}}m"} } }""");
        ResourceSums requests = ResourceSums.Read(KubeObject.Parse($$"""{"cpu":"{{requested}}m"}""").Json);
        var measured = new MeasuredUse(ResourceSums.FromUse(used * 1_000_000L, 0), null, null);
        NodeUsage usage = UsageRules.Describe(node, new NodeLoad(1, requests, ResourceSums.None), measured, UsageSource.MetricsApi, "c", null);
        Assert.Equal((advice, used / 10), (usage.Advice, usage.CpuPercent));
    }

    [Fact]
    public void A_quota_is_numbers_and_percent_for_each_resource()
    {
        QuotaUsage[] records = [.. QuotaRules.OfQuota(KubeObject.Parse("""
            {"metadata":{"name":"q","namespace":"shop"},"spec":{"hard":{"requests.memory":"1Gi","pods":"4","count/jobs.batch":"0"},"scopes":["NotTerminating"]},
             "status":{"used":{"requests.memory":"512Mi","pods":"3"}}}
            """), "c", null)];
        Assert.Equal(["count/jobs.batch", "pods", "requests.memory"], records.Select(record => record.Resource));
        Assert.Equal((3m, 4m, 75, "3 of 4"), (records[1].Used, records[1].Hard, records[1].Percent, records[1].Text));
        Assert.Equal((536870912m, 50), (records[2].Used, records[2].Percent));
        Assert.Equal((null, null, "not counted yet of 0"), (records[0].Used, records[0].Percent, records[0].Text));
        Assert.All(records, record => Assert.Equal("NotTerminating", record.AppliesTo));
    }

    [Fact]
    public void A_limit_range_tells_defaults_and_bounds()
    {
        QuotaUsage[] records = [.. QuotaRules.OfLimitRange(KubeObject.Parse("""
            {"metadata":{"name":"l","namespace":"shop"},"spec":{"limits":[
              {"type":"Container","default":{"cpu":"500m"},"defaultRequest":{"cpu":"50m"},"max":{"cpu":"2"}},
              {"type":"PersistentVolumeClaim","min":{"storage":"1Gi"}}]}}
            """), "c", null)];
        Assert.Equal((0.5m, 0.05m, null, 2m), (records[0].DefaultLimit, records[0].DefaultRequest, records[0].Min, records[0].Max));
        Assert.Equal("default 500m, default request 50m, max 2", records[0].Text);
        Assert.Equal(("PersistentVolumeClaim", "storage", 1073741824m), (records[1].AppliesTo, records[1].Resource, records[1].Min));
    }

    [Theory]
    [InlineData("30s", 30.0)]
    [InlineData("1m30.5s", 90.5)]
    [InlineData("15ms", 0.015)]
    [InlineData("1h", 3600.0)]
    [InlineData("", null)]
    [InlineData("30", null)]
    public void A_window_is_a_duration_of_Go(string text, double? seconds) => Assert.Equal(seconds, GoDuration.TryParse(text)?.TotalSeconds);
}
