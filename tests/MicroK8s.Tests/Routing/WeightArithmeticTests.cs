using MicroK8s.Routing;

namespace MicroK8s.Tests.Routing;

public sealed class WeightArithmeticTests
{
    [Theory]
    [InlineData(new[] { 90, 10 }, new[] { 90, 10 })]
    [InlineData(new[] { 9, 1 }, new[] { 90, 10 })]
    [InlineData(new[] { 1, 2 }, new[] { 33, 67 })]
    [InlineData(new[] { 1, 1, 1 }, new[] { 34, 33, 33 })]
    [InlineData(new[] { 0, 5 }, new[] { 0, 100 })]
    [InlineData(new[] { 0, 0 }, new[] { 0, 0 })]
    [InlineData(new[] { -5, 5 }, new[] { 0, 100 })]
    [InlineData(new[] { 2000000000, 2000000000 }, new[] { 50, 50 })]
    [InlineData(new[] { 1, 199 }, new[] { 1, 99 })]
    [InlineData(new[] { 995, 3, 2 }, new[] { 100, 0, 0 })]
    public void Relative_weights_become_percent_by_the_largest_remainder(int[] weights, int[] percent) =>
        Assert.Equal(percent, WeightArithmetic.Percent([.. weights.Select(weight => (int?)weight)]));

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(40)]
    public void A_destination_that_is_alone_gets_everything(int? weight) =>
        Assert.Equal([100], WeightArithmetic.Percent([weight]));

    [Fact]
    public void An_omitted_weight_beside_others_is_zero() =>
        Assert.Equal([100, 0], WeightArithmetic.Percent([7, null]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(99)]
    [InlineData(100)]
    public void Shares_always_add_up(int total)
    {
        var random = new Random(total);
        for (int round = 0; round < 200; round++)
        {
            int[] weights = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(0, 1000)), 1];
            IReadOnlyList<int> shares = WeightArithmetic.Share(total, weights);
            Assert.Equal(total, shares.Sum());
            Assert.All(shares.Zip(weights), pair => Assert.InRange(
                pair.First, Math.Floor((double)pair.Second * total / weights.Sum()),
                Math.Ceiling((double)pair.Second * total / weights.Sum())));
        }
    }
}
