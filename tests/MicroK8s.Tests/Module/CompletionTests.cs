using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Module;

public sealed class CompletionTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Get-MicroServiceLog web -Since 1", "15m 1h 1d")]
    [InlineData("Get-MicroServiceEvent -Since 5", "5m")]
    [InlineData("Get-MicroServiceLog web -Tail ", "10 100 1000")]
    [InlineData("Set-CanaryWeight web 2", "25")]
    [InlineData("Invoke-CanaryRollout web -StepDuration ", "30s 1m 2m 5m 10m")]
    [InlineData("Invoke-CanaryRollout web -SuccessRate 99.", "99.5 99.9")]
    [InlineData("Invoke-CanaryRollout web -MaxWeight ", "10 20 50")]
    [InlineData("Wait-MicroService web -Timeout ", "1m 5m 10m 30m")]
    [InlineData("Start-MicroServicePortForward web -Address ", "127.0.0.1 ::1 0.0.0.0")]
    [InlineData("Resolve-MicroService web -ClusterDomain ", "cluster.local")]
    public void Customary_values_are_offered_and_no_file_names(string line, string values) =>
        Assert.Equal(values.Split(' '), _shell.Complete(line));
}
