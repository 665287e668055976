using MicroK8s.Connection;
using MicroK8s.Health;
using MicroK8s.Health.ControlPlane;

namespace MicroK8s.Tests.Health;

public sealed class ApiRulesTests
{
    [Theory]
    [InlineData(200, 200, HealthStatus.Healthy, "v1.30.1, /livez ok, /readyz ok")]
    [InlineData(200, 500, HealthStatus.Unhealthy, "/readyz answers 500: etcd failed: reason withheld")]
    [InlineData(500, 500, HealthStatus.Unhealthy, "/livez answers 500: etcd failed: reason withheld; /readyz answers 500")]
    [InlineData(403, 200, HealthStatus.Unknown, "AccessDenied: not allowed to get /livez")]
    [InlineData(403, 500, HealthStatus.Unhealthy, "/readyz answers 500")]
    [InlineData(404, 200, HealthStatus.Unknown, "The server has no /livez")]
    public void The_status_code_decides(int live, int ready, HealthStatus expected, string evidence)
    {
        HealthVerdict verdict = Judge(live, ready, TimeSpan.Zero);
        Assert.Equal(expected, verdict.Status);
        Assert.StartsWith(evidence, verdict.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, HealthStatus.Healthy, "v1.30.1")]
    [InlineData(75, HealthStatus.Warning, "The server's clock is 75 s ahead of this machine's")]
    [InlineData(-75, HealthStatus.Warning, "The server's clock is 75 s behind this machine's")]
    public void Clocks_that_differ_are_a_warning(int seconds, HealthStatus expected, string evidence)
    {
        HealthVerdict verdict = Judge(200, 200, TimeSpan.FromSeconds(seconds));
        Assert.Equal(expected, verdict.Status);
        Assert.StartsWith(evidence, verdict.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_livez_and_readyz_is_asked_for_healthz()
    {
        using var session = new StubSession
        {
            Answer = path => path == "version"
                ? new ServerAnswer(200, """{"gitVersion": "v1.15.0"}""")
                : new ServerAnswer(path == "healthz" ? 200 : 404, "ok"),
        };
        var scope = new HealthScope(session, [], TimeProvider.System);
        HealthFinding verdict = Assert.Single(await Verdicts.OfAsync(new ApiCheck(), scope));
        Assert.Equal(HealthStatus.Healthy, verdict.Status);
        Assert.Equal("v1.15.0, /healthz ok", verdict.Evidence);
    }

    private static HealthVerdict Judge(int live, int ready, TimeSpan ahead)
    {
        using var session = new StubSession();
        var scope = new HealthScope(session, [], TimeProvider.System) { ServerVersion = "v1.30.1", ServerAhead = ahead };
        return ApiRules.Judge(
            new Dictionary<string, ServerAnswer> { ["/livez"] = Answer(live), ["/readyz"] = Answer(ready) }, scope)[0];
    }

    private static ServerAnswer Answer(int status) =>
        new(status, status == 200 ? "ok" : "[+]ping ok\n[-]etcd failed: reason withheld\nhealthz check failed");
}
