using MicroK8s.CanaryRollouts;
using MicroK8s.Errors;
using MicroK8s.Evidence;

namespace MicroK8s.Tests.CanaryRollouts;

public sealed class MetricCriterionTests
{
    [Theory]
    [InlineData("p99 < 500ms", "p99 < 500 ms", 0.01, 500, 0.99)]
    [InlineData(" p99.9<1.5s ", "p99.9 < 1.5 s", 0.001, 1500, 0.999)]
    [InlineData("p50 <= 20 ms", "p50 < 20 ms", 0.5, 20, 0.5)]
    public void A_latency_is_a_share_of_slow_requests(
        string text, string name, double allowed, int milliseconds, double quantile)
    {
        MetricCriterion criterion = MetricCriterion.Latency(text, 0.01, ErrorRates.Default);
        Assert.Equal(
            (name, TimeSpan.FromMilliseconds(milliseconds)), (criterion.Name, criterion.SlowerThan!.Value));
        Assert.Equal(allowed, criterion.Rule.AllowedFailureShare!.Value, precision: 9);
        Assert.Equal(quantile, criterion.Quantile!.Value, precision: 9);
        Assert.StartsWith("slower than", criterion.Rule.FailureWord, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500ms")]
    [InlineData("p99 > 500ms")]
    [InlineData("p100 < 5ms")]
    [InlineData("p0 < 5ms")]
    [InlineData("p99 < 500")]
    [InlineData("p99 < 0ms")]
    public void Anything_else_is_refused(string text) => Assert.Equal(
        ClusterFault.InvalidSpec,
        Assert.Throws<ClusterException>(() => MetricCriterion.Latency(text, null, ErrorRates.Default)).Fault);

    [Fact]
    public void A_success_rate_of_100_cannot_be_proven() => Assert.Contains(
        "no number of requests can prove 100%",
        Assert.Throws<ClusterException>(() => MetricCriterion.Success(100, null, ErrorRates.Default)).Message,
        StringComparison.Ordinal);
}
