using MicroK8s.Evidence;

namespace MicroK8s.Tests.Evidence;

/// <summary>The canary's failure share against that of stable.</summary>
public sealed class ComparisonTestTests
{
    private const double Margin = 0.1;

    [Theory]
    [InlineData(0.3, 0.1, 19)]
    [InlineData(0.3, 0.1, 0.05)]
    [InlineData(0.02, 0.02, 1)]
    [InlineData(0.001, 0.0001, 1000)]
    [InlineData(0.5, 0.9, 3)]
    public void The_nearest_point_of_the_border_has_the_least_divergence(double canary, double stable, double ratio)
    {
        double nearest = MarginBoundary.Nearest(canary, stable, Margin, ratio);
        double least = Divergence(nearest);
        Assert.InRange(nearest, 0, 1 - Margin);
        Assert.All(Enumerable.Range(1, 899), step => Assert.True(Divergence(step / 1000.0) >= least - 1e-12));

        // Successes for failures, and the sides exchanged, is the same question.
        Assert.Equal(1 - (nearest + Margin), MarginBoundary.Nearest(1 - stable, 1 - canary, Margin, 1 / ratio), 9);

        double Divergence(double x) => Of(canary, x + Margin) + (ratio * Of(stable, x));
        static double Of(double p, double q) => (p * Math.Log(p / q)) + ((1 - p) * Math.Log((1 - p) / (1 - q)));
    }

    /// <summary>No simulation: the mean over all results that two blocks can have.</summary>
    [Theory]
    [InlineData(1, 3, 2, 2)]
    [InlineData(3, 1, 1, 4)]
    public void The_mean_evidence_of_two_blocks_is_at_most_one_on_the_other_side_of_the_border(
        int canary1, int stable1, int canary2, int stable2)
    {
        foreach (double stable in new[] { 0, 0.01, 0.2, 0.5, 0.85 })
        {
            foreach (double distance in new[] { 0, 0.03, 0.4 })
            {
                double better = Math.Max(0, stable + Margin - distance);
                double worse = Math.Min(1, stable + Margin + distance);
                Assert.InRange(Mean(Alternatives.Worse(Margin), better, stable), 0, 1 + 1e-9);
                Assert.InRange(Mean(Alternatives.NotWorse(Margin), worse, stable), 0, 1 + 1e-9);
                // Shares may move between the blocks, as long as they stay on their side.
                Assert.InRange(
                    Mean(Alternatives.Worse(Margin), better, stable, Math.Min(better, stable) / 2), 0, 1 + 1e-9);
            }
        }

        double Mean(Alternatives alternatives, double canary, double stable, double moved = 0) =>
            (from first in Results(canary1, canary)
             from second in Results(stable1, stable)
             from third in Results(canary2, canary - moved)
             from fourth in Results(stable2, stable - moved)
             select first.Probability * second.Probability * third.Probability * fourth.Probability
                 * Math.Exp(BlockBets.On(alternatives)
                     .After(new SideCounts(canary1, first.Failures), new SideCounts(stable1, second.Failures))
                     .After(new SideCounts(canary2, third.Failures), new SideCounts(stable2, fourth.Failures))
                     .LogEvidence)).Sum();
    }

    [Fact]
    public void More_failures_of_the_canary_are_more_evidence_against_it()
    {
        double before = double.NegativeInfinity;
        for (int failures = 0; failures <= 100; failures += 5)
        {
            ComparisonTest test = ComparisonTest.Start(0.01)
                .After(new SideCounts(100, failures), new SideCounts(1900, 19));
            Assert.True(test.LogAgainst > before);
            before = test.LogAgainst;
        }
    }

    [Fact]
    public void The_order_of_equal_blocks_does_not_matter()
    {
        (SideCounts Canary, SideCounts Stable)[] blocks =
        [
            (new SideCounts(20, 5), new SideCounts(80, 0)), (new SideCounts(20, 0), new SideCounts(80, 3)),
            (new SideCounts(20, 1), new SideCounts(80, 1)), (new SideCounts(20, 0), new SideCounts(80, 0)),
        ];
        ComparisonTest forth = Run(blocks);
        ComparisonTest back = Run(blocks.Reverse());
        Assert.Equal(forth.LogAgainst, back.LogAgainst, 9);
        Assert.Equal(forth.LogFor, back.LogFor, 9);

        static ComparisonTest Run(IEnumerable<(SideCounts Canary, SideCounts Stable)> blocks) => blocks.Aggregate(
            ComparisonTest.Start(0.01), (test, block) => test.After(block.Canary, block.Stable));
    }

    [Fact]
    public void Requests_of_one_side_alone_wait_for_the_other()
    {
        ComparisonTest test = ComparisonTest.Start(0.01).After(new SideCounts(50, 25), default);
        Assert.Equal(0, test.LogAgainst, 9);
        test = test.After(default, new SideCounts(50, 0));
        Assert.True(test.LogAgainst > 5);
    }

    private static IEnumerable<(int Failures, double Probability)> Results(int requests, double share)
    {
        double ways = 1;
        for (int failures = 0; failures <= requests; failures++)
        {
            yield return (failures, ways * Math.Pow(share, failures) * Math.Pow(1 - share, requests - failures));
            ways = ways * (requests - failures) / (failures + 1);
        }
    }
}
