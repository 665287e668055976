using System.Text;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Metrics;

namespace MicroK8s.Tests.Metrics;

/// <summary>Answers of the query API, good and bad.</summary>
public sealed class PrometheusAnswerTests
{
    [Fact]
    public void A_vector_has_one_sample_for_each_series()
    {
        PrometheusAnswer answer = Read(200, """
            {"status":"success","data":{"resultType":"vector","result":[
              {"metric":{"__name__":"up","pod":"a"},"value":[1767268800.123,"1"]},
              {"metric":{},"value":[1767268800,"NaN"]},
              {"metric":{"le":"+Inf"},"value":[1767268800,"+Inf"]},
              {"metric":{},"value":[1767268800,"-Inf"]},
              {"metric":{},"value":[1767268800,"1e+06"]}]},
             "warnings":["a store is away","PromQL info: metric might not be a counter"]}
            """);
        Assert.Equal(PrometheusResultKind.Vector, answer.Kind);
        Assert.Equal(("a", ""), (answer.Series[0].Label("pod"), answer.Series[0].Label("job")));
        Assert.Equal(
            new PrometheusSample(StubPrometheus.Noon.AddMilliseconds(123), 1), answer.Series[0].Samples.Single());
        Assert.Equal(
            [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e6],
            answer.Series.Skip(1).Select(series => series.Samples.Single().Value));
        Assert.Equal(["a store is away"], answer.Warnings);
    }

    [Fact]
    public void A_matrix_has_all_samples_and_a_scalar_is_one()
    {
        PrometheusAnswer matrix = Read(200, """
            {"status":"success","data":{"resultType":"matrix","result":[
              {"metric":{"a":"b"},"values":[[1767268800,"1"],[1767268810.5,"2"]]}]}}
            """);
        Assert.Equal([0, 10.5], matrix.Series.Single().Samples.Select(sample => (sample.Time - StubPrometheus.Noon).TotalSeconds));
        PrometheusAnswer scalar = Read(200, """
            {"status":"success","data":{"resultType":"scalar","result":[1767268800,"5"]}}
            """);
        Assert.Equal(5, scalar.Series.Single().Samples.Single().Value);
        Assert.Empty(Read(200, """{"status":"success","data":{"resultType":"vector","result":[]}}""").Series);
    }

    [Theory]
    [InlineData(400, """{"status":"error","errorType":"bad_data","error":"1:3: parse error: unexpected <op:->."}""",
        ClusterFault.InvalidSpec, "Prometheus at http://p refuses the query: 1:3: parse error: unexpected <op:->.")]
    [InlineData(422, """{"status":"error","errorType":"execution","error":"multiple matches"}""",
        ClusterFault.InvalidSpec, "refuses the query: multiple matches.")]
    [InlineData(503, """{"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"}""",
        ClusterFault.Unreachable, "could not evaluate the query (timeout): query timed out in expression evaluation.")]
    [InlineData(500, """{"status":"error","errorType":"internal","error":"disk"}""",
        ClusterFault.Unreachable, "could not evaluate the query (internal): disk.")]
    [InlineData(200, """{"status":"success","data":{"resultType":"string","result":[1767268800,"a"]}}""",
        ClusterFault.InvalidSpec, "is a text, not a number.")]
    [InlineData(401, "", ClusterFault.NotAuthenticated, "http://p does not accept the credentials for Prometheus.")]
    [InlineData(403, "", ClusterFault.AccessDenied, "http://p does not allow to query Prometheus: it answered 403.")]
    [InlineData(404, "404 page not found", ClusterFault.Unreachable, "it answered 404 to api/v1/query.")]
    [InlineData(302, "", ClusterFault.Unreachable, "it answered 302, and redirects are not followed.")]
    [InlineData(503, "Error trying to reach service: 'refused'", ClusterFault.Unreachable,
        "cannot be reached: 503, Error trying to reach service: 'refused'.")]
    [InlineData(502, "<html><title>Bad Gateway</title>", ClusterFault.Unreachable, "cannot be reached: 502.")]
    [InlineData(429, "", ClusterFault.Unreachable, "cannot be reached: 429.")]
    [InlineData(200, "<html>Grafana</html>", ClusterFault.Unreachable, "does not answer as Prometheus does: it answered 200")]
    [InlineData(200, "{}", ClusterFault.Unreachable, "does not answer as Prometheus does")]
    [InlineData(200, """{"status":"success"}""", ClusterFault.Unreachable, "the type of its result is ''")]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,2]}]}}""",
        ClusterFault.Unreachable, "a sample of its answer is no time and number")]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1e300,"2"]}]}}""",
        ClusterFault.Unreachable, "a sample of its answer is no time and number")]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"values":[["x","2"]]}]}}""",
        ClusterFault.Unreachable, "a sample of its answer is no time and number")]
    [InlineData(200, """{"status":"success","data":{"resultType":"scalar"}}""",
        ClusterFault.Unreachable, "a sample of its answer is no time and number")]
    public void Everything_else_is_a_fault(int status, string body, ClusterFault fault, string said)
    {
        ClusterException exception = Assert.Throws<ClusterException>(() => Read(status, body));
        Assert.Equal(fault, exception.Fault);
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
    }

    private static PrometheusAnswer Read(int status, string body) =>
        PrometheusAnswerReader.Read(new HttpAnswer(status, Encoding.UTF8.GetBytes(body)), "http://p");
}
