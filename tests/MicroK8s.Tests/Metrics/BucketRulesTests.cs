using MicroK8s.Metrics;

namespace MicroK8s.Tests.Metrics;

/// <summary>Slow requests from cumulative buckets.</summary>
public sealed class BucketRulesTests
{
    private static readonly string[] Edges = ["0.1", "0.25", "0.5", "1", "1.0", "2.5", "+Inf", "nonsense"];

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.6, 0.5)]
    [InlineData(0.99, 0.5)]
    [InlineData(1, 1d)]
    [InlineData(100, 2.5)]
    [InlineData(0.1, 0.1)]
    [InlineData(0.05, null)]
    public void The_edge_is_the_bound_or_the_next_lower_one(double bound, double? expected) =>
        Assert.Equal(expected, BucketRules.EdgeFor(Edges, bound));

    [Fact]
    public void A_bound_that_is_an_edge_but_for_rounding_is_that_edge() =>
        Assert.Equal(0.3, BucketRules.EdgeFor(["0.1", "0.3"], TimeSpan.FromMilliseconds(300) / TimeSpan.FromSeconds(1)));

    [Theory]
    [InlineData(0.5, "[+]Inf|0[.]5")]
    [InlineData(1, "1|1[.]0|[+]Inf")]
    public void All_ways_to_write_an_edge_are_selected(double edge, string expected) => Assert.Equal(
        expected.Split('|').Order(), BucketRules.Pattern(Edges, edge).Split('|').Order());

    [Fact]
    public void Slow_is_what_is_above_the_edge_and_a_histogram_without_it_is_all_slow()
    {
        CounterIncrease Bucket(string labels, double value) =>
            new(StubPrometheus.Samples("d_bucket", labels, 1, 0), value, false);
        Assert.Equal((100, 7), BucketRules.Count(
        [
            Bucket("pod=a,le=0.5", 55), Bucket("pod=a,le=+Inf", 60),
            Bucket("le=0.5,pod=b", 38), Bucket("le=+Inf,pod=b", 40),
        ]));
        Assert.Equal((100, 45), BucketRules.Count(
            [Bucket("pod=a,le=0.5", 55), Bucket("pod=a,le=+Inf", 60), Bucket("pod=b,le=+Inf", 40)]));

        // Of a broken histogram no negative number comes.
        Assert.Equal((10, 0), BucketRules.Count([Bucket("le=0.5", 12), Bucket("le=+Inf", 10)]));
    }
}
