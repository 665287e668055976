using System.Management.Automation;
using MicroK8s.CanaryRollouts;
using MicroK8s.Resources;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Metrics;
using Xunit.Abstractions;

namespace MicroK8s.Tests.CanaryRollouts;

/// <summary>
/// Real requests through the Service, counted by a real Prometheus: a bad canary is taken back by the evidence.
/// </summary>
public sealed class BadCanaryTests(RealPrometheus prometheus, ITestOutputHelper output) : IClassFixture<RealPrometheus>
{
    private readonly MeteredService _web = new(prometheus, output);

    [Theory]
    [InlineData("fail=5", "-SuccessRate 99 -MaxRegression 1", "success rate", "failed")]
    [InlineData("slow=10&delay=700ms", "-Latency 'p95 < 500ms' -MaxRegression 2", "p95 < 500 ms", "slower than 500 ms")]
    public async Task A_bad_canary_is_taken_back_by_the_evidence(string behaviour, string gate, string name, string word)
    {
        using Shell shell = await _web.ServeAsync();
        await using var callers = new Callers(await _web.PortAsync());
        await using var spoiler = new Spoiler(prometheus.Namespace, behaviour);

        EngineResult result = shell.Run(MeteredService.Rollout + gate, prometheus.Direct.Address);

        ErrorRecord error = result.AssertError("GateFailed");
        _web.Tell(result);
        output.WriteLine($"{callers.Sent} requests in all; {error.Exception.Message}");
        Assert.Contains($"{name}: canary", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(word, error.Exception.Message, StringComparison.Ordinal);
        CanaryStep last = result.Every<CanaryStep>()[^1];
        Assert.Equal(CanaryStepOutcome.Failed, last.Outcome);
        Assert.True(last.Requests > 0 && last.SuccessRate < last.StableSuccessRate);
        Assert.Equal(CanaryRolloutOutcome.RolledBack, Assert.Single(result.Every<CanaryRolloutResult>()).Outcome);
        KubeObject stable = await prometheus.Namespace.GetAsync(ResourceTypes.Deployment, MeteredService.Name);
        Assert.Equal((3, "shop/web:v1.0"), (stable.Json.Count("spec", "replicas"), MeteredService.ImageOf(stable)));
        Assert.Null(await prometheus.Namespace.FindAsync(ResourceTypes.Deployment, $"{MeteredService.Name}-canary"));
    }
}
