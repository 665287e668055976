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
        HealthVerdict? sum = Sum(all, well);
        if (all == 0) Assert.Equal(HealthStatus.Skipped, sum?.Status);
        else Assert.Equal((expected, target), (sum?.Status, sum?.Target.Text));
    }

    [Fact]
    public void When_none_is_well_there_is_nothing_to_sum_up() => Assert.Null(Sum(3, 0));

    [Fact]
    public void What_could_not_all_be_read_is_never_called_all_or_none()
    {
        Assert.Equal("2 of 2 nodes", Sum(2, 2, isComplete: false)?.Target.Text);
        Assert.Null(Sum(0, 0, isComplete: false));
    }

    [Fact]
    public void Each_kind_of_problem_is_a_verdict_as_bad_as_its_worst_part_which_is_named_first()
    {
        HealthCode[] codes = [new("MK1", "One", HealthStatus.Unhealthy), new("MK2", "Two", HealthStatus.Warning)];
        HealthVerdict[] verdicts = [.. HealthVerdict.FromProblems(new HealthTarget("x"), [
            new HealthProblem(codes[0], "small", "do little") { Status = HealthStatus.Warning },
            new HealthProblem(codes[1], "other"),
            new HealthProblem(codes[0], "big", "do much"),
        ])];
        Assert.Equal(
            [(codes[0], HealthStatus.Unhealthy, "big; small", "do much"), (codes[1], HealthStatus.Warning, "other", null)],
            verdicts.Select(verdict => (verdict.Code!, verdict.Status, verdict.Evidence, verdict.Remediation)));
    }

    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(119, "119 s")]
    [InlineData(120, "2 min")]
    [InlineData(7200, "2 h")]
    [InlineData(200000, "2 d")]
    public void An_age_is_told_in_one_unit(int seconds, string expected) =>
        Assert.Equal(expected, AgeText.Of(TimeSpan.FromSeconds(seconds)));

    private static HealthVerdict? Sum(int all, int well, bool isComplete = true)
    {
        var sum = new HealthSum("node", "Ready");
        for (int count = 0; count < all; count++)
        {
            sum.Count(count < well ? [] : [HealthVerdict.Of(HealthStatus.Warning, "x", "y")]);
        }

        return sum.Verdict(isComplete);
    }
}
