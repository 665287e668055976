using MicroK8s.CanaryRollouts;
using MicroK8s.Resources;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Metrics;
using Xunit.Abstractions;

namespace MicroK8s.Tests.CanaryRollouts;

/// <summary>Real requests through the Service, counted by a real Prometheus: only evidence promotes a canary.</summary>
public sealed class CanaryRolloutMetricsTests(RealPrometheus prometheus, ITestOutputHelper output)
    : IClassFixture<RealPrometheus>
{
    private readonly MeteredService _web = new(prometheus, output);

    [Fact]
    public async Task A_good_canary_is_promoted_when_the_evidence_suffices()
    {
        using Shell shell = await _web.ServeAsync();
        await using var callers = new Callers(await _web.PortAsync());

        EngineResult result = shell.Run(
            $"{MeteredService.Rollout} -SuccessRate 99 -MaxRegression 2 -Latency 'p95 < 2s'", prometheus.Direct.Address).AssertNoErrors();

        _web.Tell(result);
        IReadOnlyList<CanaryStep> steps = result.Every<CanaryStep>();
        Assert.Equal([25, 50], steps.Select(step => step.Weight));
        Assert.All(steps, step => Assert.Equal(
            (CanaryStepOutcome.Passed, 100.0), (step.Outcome, step.SuccessRate)));
        Assert.Equal(CanaryRolloutOutcome.Promoted, Assert.Single(result.Every<CanaryRolloutResult>()).Outcome);
        KubeObject stable = await prometheus.Namespace.GetAsync(ResourceTypes.Deployment, MeteredService.Name);
        Assert.Equal((3, "shop/web:v2.0"), (stable.Json.Count("spec", "replicas"), MeteredService.ImageOf(stable)));
        Assert.Null(await prometheus.Namespace.FindAsync(ResourceTypes.Deployment, $"{MeteredService.Name}-canary"));
    }

    [Fact]
    public async Task Without_requests_nothing_passes()
    {
        using Shell shell = await _web.ServeAsync();
        EngineResult result = shell.Run(
            $"{MeteredService.Rollout} -SuccessRate 97 -OnInconclusive Rollback", prometheus.Direct.Address);
        result.AssertError("GateInconclusive");
        Assert.Equal(CanaryStepOutcome.Inconclusive, Assert.Single(result.Every<CanaryStep>()).Outcome);
        Assert.Null(await prometheus.Namespace.FindAsync(ResourceTypes.Deployment, $"{MeteredService.Name}-canary"));
    }

    [Fact]
    public async Task A_Prometheus_that_does_not_answer_is_said_before_anything_is_written()
    {
        using Shell shell = await _web.ServeAsync();
        shell.Run($"{MeteredService.Rollout} -SuccessRate 97", "http://127.0.0.1:9").AssertError("Unreachable");
        Assert.Null(await prometheus.Namespace.FindAsync(ResourceTypes.Deployment, $"{MeteredService.Name}-canary"));
    }
}
