using MicroK8s.CanaryRollouts;
using MicroK8s.Errors;

namespace MicroK8s.Tests.CanaryRollouts;

public sealed class CanaryRolloutOptionsTests
{
    [Theory]
    [InlineData(null, "5,20,50,100")]
    [InlineData(100, "5,20,50,100")]
    [InlineData(60, "5,20,50,60")]
    [InlineData(50, "5,20,50")]
    [InlineData(3, "3")]
    public void The_largest_share_ends_the_steps(int? most, string steps) => Assert.Equal(
        steps, string.Join(',', new CanaryRolloutOptions { MaxWeight = most }.EffectiveSteps()));

    [Theory]
    [InlineData("", "must be percentages from 1 to 100")]
    [InlineData("0,5", "must be percentages from 1 to 100")]
    [InlineData("5,101", "must be percentages from 1 to 100")]
    [InlineData("5,5", "must rise")]
    [InlineData("20,5", "must rise")]
    public void Steps_are_rising_percentages(string steps, string rule)
    {
        int[] given = [.. steps.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        ClusterException refusal = Assert.Throws<ClusterException>(
            () => new CanaryRolloutOptions { Steps = given }.EffectiveSteps());
        Assert.Equal(ClusterFault.InvalidSpec, refusal.Fault);
        Assert.Contains(rule, refusal.Message, StringComparison.Ordinal);
    }
}
