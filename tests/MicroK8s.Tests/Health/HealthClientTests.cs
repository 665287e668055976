using MicroK8s.Connection;
using MicroK8s.Health;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Health;

/// <summary>What the client's side adds to a run on the real cluster: its clock, its time, and what is in between.</summary>
public sealed class HealthClientTests
{
    [Fact]
    public async Task A_clock_that_is_five_minutes_slow_is_found()
    {
        HealthFinding finding = Assert.Single(
            await Sought.RunAsync(TestCluster.Admin, "Api", new LateClock(TimeSpan.FromMinutes(5))));
        Assert.Equal(("MK104", HealthStatus.Warning), (finding.Code, finding.Status));
        Assert.Matches("The server's clock is [45] min ahead of this machine's", finding.Evidence);
    }

    [Fact]
    public async Task A_proxy_that_passes_only_some_paths_on_hides_an_endpoint()
    {
        using HttpClient server = ClusterHttp.Connect(TestCluster.KubeConfig);
        using var proxy = RawServer.OfJson(request => request.Target.StartsWith("/livez", StringComparison.Ordinal)
            ? (404, "")
            : Ask(server, request.Target));
        using var kubeConfig = new TemporaryFile(KubeConfigText.For(proxy.Address));
        using IClusterSession session = KubeApi.Adapter.Open(kubeConfig.Path, "test");
        HealthFinding finding = Assert.Single(await Sought.RunAsync(session, "Api"));
        Assert.Equal(("MK103", HealthStatus.Unknown, "The server has no /livez"), (finding.Code, finding.Status, finding.Evidence));
    }

    [Fact]
    public async Task A_check_that_has_no_time_is_unknown()
    {
        using HttpClient server = ClusterHttp.Connect(TestCluster.KubeConfig);
        using var never = new ManualResetEventSlim();
        using var proxy = RawServer.OfJson(request =>
        {
            if (request.Target.StartsWith("/api/v1/nodes", StringComparison.Ordinal)) never.Wait();
            return Ask(server, request.Target);
        });
        using var kubeConfig = new TemporaryFile(KubeConfigText.For(proxy.Address));
        using IClusterSession session = KubeApi.Adapter.Open(kubeConfig.Path, "test");
        HealthFinding finding = Assert.Single(
            await Sought.RunAsync(session, "Nodes", timeout: TimeSpan.FromSeconds(2)));
        never.Set();
        Assert.Equal(("MK002", HealthStatus.Unknown, "Not done within 2 s"), (finding.Code, finding.Status, finding.Evidence));
    }

    private static (int Status, string Body) Ask(HttpClient server, string path)
    {
        using HttpResponseMessage answer = server.Send(new HttpRequestMessage(HttpMethod.Get, path));
        using var body = new StreamReader(answer.Content.ReadAsStream());
        return ((int)answer.StatusCode, body.ReadToEnd());
    }

    private sealed class LateClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - by;
    }
}
