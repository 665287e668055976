using System.Text;
using MicroK8s.Connection;
using MicroK8s.Metrics;

namespace MicroK8s.Tests.Metrics;

/// <summary>From what a Prometheus of a mesh answers to who called.</summary>
public sealed class CallerReaderTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Callers_are_joined_over_both_counters_and_those_with_the_most_calls_come_first()
    {
        ObservedCallers read = await ReadAsync("""
            {"metric":{"counter":"istio_requests_total","source_workload":"batch","source_workload_namespace":"shop","source_principal":"spiffe://cluster.local/ns/shop/sa/batch"},"value":[1767268800.1,"1"]},
            {"metric":{"counter":"istio_requests_total","source_workload":"gateway","source_workload_namespace":"edge","source_principal":"spiffe://cluster.local/ns/edge/sa/gateway"},"value":[1767268800.1,"5411.203"]},
            {"metric":{"counter":"istio_tcp_connections_opened_total","source_workload":"batch","source_workload_namespace":"shop","source_principal":"spiffe://cluster.local/ns/shop/sa/batch"},"value":[1767268800.1,"0.4"]},
            {"metric":{"counter":"istio_requests_total","source_workload":"unknown","source_workload_namespace":"unknown","source_principal":"unknown"},"value":[1767268800.1,"3"]},
            {"metric":{"counter":"istio_requests_total","source_workload":"old","source_workload_namespace":"shop","source_principal":"unknown"},"value":[1767268800.1,"0"]}
            """);
        Assert.Null(read.Gap);
        Assert.Equal(
            [
                new ObservedCaller("edge", "gateway", "cluster.local/ns/edge/sa/gateway") { Requests = 5412 },
                new ObservedCaller(null, null, null) { Requests = 3 },
                new ObservedCaller("shop", "batch", "cluster.local/ns/shop/sa/batch") { Requests = 1, Connections = 1 },
                new ObservedCaller("shop", "old", null),
            ],
            read.Callers);
        Assert.Equal([true, true, true, false], read.Callers.Select(caller => caller.HasCalled));
    }

    [Fact]
    public async Task No_series_and_a_part_of_the_series_are_gaps()
    {
        Assert.Equal("http://stub:9090 has no Istio metrics of it", (await ReadAsync("")).Gap);
        ObservedCallers part = await ReadAsync(
            """{"metric":{"counter":"istio_requests_total","source_workload":"a","source_workload_namespace":"b"},"value":[1,"2"]}""",
            ""","warnings":["store of zone b is away"]""");
        Assert.Equal("b/a", $"{Assert.Single(part.Callers)}");
        Assert.Equal("http://stub:9090 answers in part only (store of zone b is away)", part.Gap);
    }

    [Fact]
    public async Task One_query_asks_for_the_pods_that_are_called_and_names_cannot_be_PromQL()
    {
        var prometheus = new StubPrometheus();
        prometheus.Answers["label_replace(sum by ("] = Answer("", "");
        await new CallerReader(prometheus, Day).ReadAsync("shop", ["web", "we.b\"}"], Day, CancellationToken.None);
        string asked = Assert.Single(prometheus.Asked);
        const string Of = """{reporter="destination",destination_workload_namespace="shop",destination_workload=~"web|we[.]b\"[}]"}""";
        Assert.Contains($"(max_over_time(istio_requests_total{Of}[86400000ms]) unless (istio_requests_total{Of} offset 86400000ms))", asked, StringComparison.Ordinal);
        Assert.Contains($"or increase(istio_tcp_connections_opened_total{Of}[86400000ms])", asked, StringComparison.Ordinal);
    }

    private static async Task<ObservedCallers> ReadAsync(string series, string rest = "")
    {
        PrometheusAnswer answer = Answer(series, rest);
        var prometheus = new StubPrometheus { Warnings = answer.Warnings };
        prometheus.Answers["label_replace(sum by ("] = answer;
        return await new CallerReader(prometheus, Day).ReadAsync("shop", ["backend"], Day, CancellationToken.None);
    }

    private static PrometheusAnswer Answer(string series, string rest) => PrometheusAnswerReader.Read(
        new HttpAnswer(200, Encoding.UTF8.GetBytes(
            $$"""{"status":"success","data":{"resultType":"vector","result":[{{series}}]}{{rest}} }""")),
        "http://stub:9090");
}
