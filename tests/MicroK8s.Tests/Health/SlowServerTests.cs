using MicroK8s.Health;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Health;

/// <summary>Test-ClusterHealth on a server that is up, but answers no list.</summary>
public sealed class SlowServerTests : IDisposable
{
    private readonly ManualResetEventSlim _over = new();
    private readonly RawServer _server;
    private readonly TemporaryFile _kubeConfig;
    private readonly Shell _shell = new();

    public SlowServerTests()
    {
        _server = RawServer.OfJson(Answer);
        _kubeConfig = new TemporaryFile(KubeConfigText.For(_server.Address));
    }

    [Fact]
    public void A_check_without_an_answer_is_unknown_after_the_timeout_and_holds_no_other_up()
    {
        IReadOnlyList<HealthFinding> findings = _shell.Run(
            "Test-ClusterHealth Nodes, Pods, Api -KubeConfig $args[0] -Timeout 1", _kubeConfig.Path)
            .AssertNoErrors().As<HealthFinding>();

        Assert.Equal(("Api", HealthStatus.Healthy), (findings[0].Check, findings[0].Status));
        Assert.Equal(["Nodes", "Pods"], findings.Skip(1).Select(finding => finding.Check).Order());
        Assert.All(findings.Skip(1), finding => Assert.Equal(
            (HealthStatus.Unknown, "Not done within 1 s"), (finding.Status, finding.Evidence)));
        Assert.False(_shell.Run("Test-ClusterHealth Pods -KubeConfig $args[0] -Timeout 1 -Quiet", _kubeConfig.Path)
            .TheOne<bool>());
    }

    [Fact]
    public void The_first_finding_is_enough_for_whoever_wants_one()
    {
        HealthFinding finding = _shell.Run(
            "Test-ClusterHealth -KubeConfig $args[0] -Timeout 600 | ForEach-Object { $_; break }", _kubeConfig.Path)
            .TheOne<HealthFinding>();
        Assert.Equal("Api", finding.Check);
    }

    public void Dispose()
    {
        _over.Set();
        _shell.Dispose();
        _kubeConfig.Dispose();
        _server.Dispose();
        _over.Dispose();
    }

    private (int Status, string Body) Answer(RawRequest request)
    {
        switch (request.Path)
        {
            case "/version":
                return (200, """{"gitVersion": "v1.30.1"}""");
            case "/livez" or "/readyz":
                return (200, "ok");
            default:
                _over.Wait(Patience.Long);
                return (200, "{}");
        }
    }
}
