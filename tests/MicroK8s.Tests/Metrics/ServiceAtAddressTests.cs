using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Metrics;
using MicroK8s.Tests.Connection;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Metrics;

/// <summary>What a server at an address of its own gets, and what comes of servers that misbehave.</summary>
public sealed class ServiceAtAddressTests
{
    private const string Time = """{"status":"success","data":{"resultType":"scalar","result":[1767268800,"1767268800"]}}""";

    private static readonly IBackend Backend = Adapter.Backend();

    [Fact]
    public async Task A_short_question_is_a_GET_and_a_long_one_a_form()
    {
        using RawServer server = RawServer.OfJson(_ => (200, Time));
        using IHttpService service = Backend.OpenService(new Uri($"{server.Address}/some/prefix"), null);
        var prometheus = new PrometheusClient(service);
        await prometheus.QueryAsync(
            new PrometheusQuery("a + \"ü\"") { Time = StubPrometheus.Noon.AddMilliseconds(5), Timeout = TimeSpan.FromSeconds(2) },
            CancellationToken.None);
        await prometheus.QueryAsync(new PrometheusQuery(new string('a', 7000)), CancellationToken.None);
        RawRequest[] requests = [.. server.Requests];
        Assert.Equal(
            ("GET", "/some/prefix/api/v1/query?query=a+%2B+%22%C3%BC%22&timeout=2000ms&time=1767268800.005"),
            (requests[0].Method, requests[0].Target));
        Assert.Equal(("POST", "/some/prefix/api/v1/query"), (requests[1].Method, requests[1].Target));
        Assert.StartsWith("query=aaaa", requests[1].Body, StringComparison.Ordinal);
        Assert.Equal("application/x-www-form-urlencoded", requests[1].Header("Content-Type"));
        Assert.Null(requests[0].Header("Authorization"));
    }

    [Theory]
    [InlineData("me:s3cret%21@", null, "Basic bWU6czNjcmV0IQ==")]
    [InlineData("", "t0ken", "Bearer t0ken")]
    public async Task Credentials_are_sent_and_never_shown(string user, string? token, string expected)
    {
        using RawServer server = RawServer.OfJson(_ => (503, ""));
        var address = new Uri(server.Address.Replace("//", $"//{user}", StringComparison.Ordinal));
        using IHttpService service = Backend.OpenService(address, token);
        Assert.Equal(server.Address, service.Address);
        var reader = new MetricReader(new PrometheusClient(service));
        ClusterException error =
            await Assert.ThrowsAsync<ClusterException>(() => reader.GetTimeAsync(CancellationToken.None));
        Assert.Equal(expected, server.Requests.Single().Header("Authorization"));
        foreach (string secret in new[] { "s3cret", "czNjcmV0", "t0ken" })
        {
            Assert.DoesNotContain(secret, $"{error} {error.Target} {error.Advice}", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ftp://prometheus", null, "must be an http or https address")]
    [InlineData("https://u:s3cret@p/?tenant=1", null, "must have no query and no fragment")]
    [InlineData("https://u:s3cret@p/", "t0ken", "a bearer token cannot be given as well")]
    [InlineData("http://u:s3cret@prometheus/", null, "credentials are sent to another machine only over https")]
    [InlineData("http://prometheus/", "t0ken", "credentials are sent to another machine only over https")]
    [InlineData("https://prometheus/", "t0ken\r\nEvil: yes", "has characters that no token has")]
    public void A_wrong_address_is_refused_without_its_secrets(string address, string? token, string said)
    {
        ClusterException error = Assert.Throws<ClusterException>(() => Backend.OpenService(new Uri(address), token));
        Assert.Equal(ClusterFault.InvalidSpec, error.Fault);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", $"{error} {error.Target}", StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", $"{error} {error.Target}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_the_system_does_not_know_is_refused()
    {
        using RawServer server = RawServer.OfJson(
            _ => (200, Time), RawServer.Tls(TestAuthority.Shared.Issue(["127.0.0.1"])));
        ClusterException error = await FailAsync(server.Address);
        Assert.Equal(ClusterFault.Unreachable, error.Fault);
        Assert.Contains("the certificate is not trusted by this system", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_server_that_is_not_there_breaks_off_or_says_too_much_is_a_fault()
    {
        using (var closing = new RawServer((_, _, _) => Task.CompletedTask))
        {
            Assert.Equal(ClusterFault.Unreachable, (await FailAsync(closing.Address)).Fault);
        }

        ClusterException nobody = await FailAsync("http://127.0.0.1:1");
        Assert.Equal(
            (ClusterFault.Unreachable, "http://127.0.0.1:1 cannot be reached: Connection refused."),
            (nobody.Fault, nobody.Message));

        using RawServer talking = RawServer.OfJson(_ => (200, new string(' ', 33 * 1024 * 1024) + Time));
        ClusterException large = await FailAsync(talking.Address);
        Assert.Equal(ClusterFault.AnswerTooLarge, large.Fault);
        Assert.Contains("is larger than 32 MiB; it was not read on", large.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_ends_a_question_that_is_not_answered()
    {
        using var stop = new CancellationTokenSource();
        using var silent = new RawServer(async (_, _, end) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, end);
        });
        using IHttpService service = Backend.OpenService(new Uri(silent.Address), null);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new MetricReader(new PrometheusClient(service)).GetTimeAsync(stop.Token));
    }

    private static async Task<ClusterException> FailAsync(string address)
    {
        using IHttpService service = Backend.OpenService(new Uri(address), null);
        return await Assert.ThrowsAsync<ClusterException>(() =>
            new MetricReader(new PrometheusClient(service)).GetTimeAsync(CancellationToken.None));
    }
}
