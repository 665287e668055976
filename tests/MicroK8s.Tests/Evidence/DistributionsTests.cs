using MicroK8s.Evidence;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Evidence;

/// <summary>The special functions against published tables and closed forms.</summary>
public sealed class DistributionsTests
{
    private static readonly IDistributions Distributions = Adapter.Backend().Distributions;

    [Theory]
    [InlineData(0.5, 0.5, 1.1447298858494002)] // ln pi
    [InlineData(2, 3, -2.4849066497880004)] // ln 1/12
    [InlineData(1, 1e6, -13.815510557964274)] // -ln 10^6
    public void The_beta_function(double a, double b, double expected) =>
        Assert.Equal(expected, Distributions.LogBeta(a, b), 9);

    [Theory]
    [InlineData(2, 3, 0.5, 0.6875)]
    [InlineData(0.5, 0.5, 0.25, 1.0 / 3)] // the arcsine law
    [InlineData(3, 8, 0.3, 0.6172172136)] // at least 3 of 10 at 30%, binomial tables
    [InlineData(1e6, 1e6, 0.5, 0.5)]
    public void The_incomplete_beta_function(double a, double b, double x, double expected)
    {
        Assert.Equal(expected, Distributions.BetaBelow(a, b, x), 8);
        Assert.Equal(1 - expected, Distributions.BetaAbove(a, b, x), 8);
    }

    /// <summary>Quantiles as printed in every book: t of 10 degrees at 97.5%, F of 5 and 10 at 95%.</summary>
    [Fact]
    public void Quantiles_of_t_and_F_as_in_the_tables()
    {
        Assert.Equal(0.05, Distributions.BetaBelow(5, 0.5, 10 / (10 + (2.228 * 2.228))), 4);
        Assert.Equal(0.95, Distributions.BetaBelow(2.5, 5, 5 * 3.3258 / ((5 * 3.3258) + 10)), 4);
    }

    [Fact]
    public void A_small_tail_keeps_its_digits()
    {
        Assert.Equal(1, Distributions.BetaAbove(1, 30, 0.9) / 1e-30, 9);
        Assert.Equal(1, Distributions.BetaBelow(30, 1, 0.1) / 1e-30, 9);
    }

    [Fact]
    public void Many_requests_are_no_trouble()
    {
        // The normal approximation is good to three digits here: 5,000 of a million, one standard deviation up.
        double share = 0.005 + Math.Sqrt(0.005 * 0.995 / 1e6);
        Assert.Equal(0.8413, Distributions.BetaBelow(5000, 995_000, share), 2);
    }
}
