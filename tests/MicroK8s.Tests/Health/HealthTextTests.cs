using MicroK8s.Conventions;
using MicroK8s.Health;

namespace MicroK8s.Tests.Health;

public sealed class HealthTextTests
{
    [Theory]
    [InlineData(0, 0, null, null)]
    [InlineData(1, 1, HealthStatus.Healthy, "the only node")]
    [InlineData(3, 3, HealthStatus.Healthy, "all 3 nodes")]
    [InlineData(3, 2, HealthStatus.Healthy, "2 of 3 nodes")]
    public void Targets_that_are_well_share_one_verdict(int all, int well, HealthStatus? expected, string? target)
    {
        HealthVerdict? sum = HealthSweep.Sum(all, well, "node", "Ready");
        if (all == 0) Assert.Equal(HealthStatus.Skipped, sum?.Status);
        else Assert.Equal((expected, target), (sum?.Status, sum?.Target));
    }

    [Fact]
    public void When_none_is_well_there_is_nothing_to_sum_up() => Assert.Null(HealthSweep.Sum(3, 0, "node", "Ready"));

    [Fact]
    public void A_verdict_is_as_bad_as_the_worst_problem_and_names_it_first()
    {
        HealthVerdict? verdict = HealthVerdict.FromProblems("x", [
            new HealthProblem(HealthStatus.Warning, "small", "do little"),
            new HealthProblem(HealthStatus.Unhealthy, "big", "do much"),
        ]);
        Assert.Equal(new HealthVerdict(HealthStatus.Unhealthy, "x", "big; small", "do much"), verdict);
    }

    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(119, "119 s")]
    [InlineData(120, "2 min")]
    [InlineData(7200, "2 h")]
    [InlineData(200000, "2 d")]
    public void An_age_is_told_in_one_unit(int seconds, string expected) =>
        Assert.Equal(expected, AgeText.Of(TimeSpan.FromSeconds(seconds)));
}
