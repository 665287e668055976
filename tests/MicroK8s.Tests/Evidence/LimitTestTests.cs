using MicroK8s.Evidence;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Evidence;

/// <summary>A failure share against a fixed limit.</summary>
public sealed class LimitTestTests
{
    private static readonly IDistributions Distributions = Adapter.Backend().Distributions;

    [Fact]
    public void One_request_has_the_value_of_its_closed_form()
    {
        // The mean of Beta(1/2, 1/2) above one half is 1/2 + 1/pi.
        Assert.Equal(1 + (2 / Math.PI), Math.Exp(LimitTest.LogAgainst(Distributions, 1, 1, 0.5)), 9);
        Assert.Equal(1 - (2 / Math.PI), Math.Exp(LimitTest.LogAgainst(Distributions, 0, 1, 0.5)), 9);
        Assert.Equal(0, LimitTest.LogAgainst(Distributions, 0, 0, 0.005), 9);
        Assert.Equal(0, LimitTest.LogFor(Distributions, 0, 0, 0.005), 9);
    }

    [Theory]
    [InlineData(0, 40, 0.1)]
    [InlineData(7, 40, 0.1)]
    [InlineData(31, 40, 0.6)]
    public void Failures_against_are_successes_for(int failures, int requests, double limit) => Assert.Equal(
        LimitTest.LogAgainst(Distributions, failures, requests, limit),
        LimitTest.LogFor(Distributions, requests - failures, requests, 1 - limit), 9);

    [Theory]
    [InlineData(0.005)]
    [InlineData(0.1)]
    [InlineData(0.7)]
    public void More_failures_are_more_evidence_against_and_less_for(double limit)
    {
        for (int failures = 1; failures <= 200; failures++)
        {
            Assert.True(LimitTest.LogAgainst(Distributions, failures, 200, limit)
                > LimitTest.LogAgainst(Distributions, failures - 1, 200, limit));
            double before = LimitTest.LogFor(Distributions, failures - 1, 200, limit);
            double after = LimitTest.LogFor(Distributions, failures, 200, limit);
            Assert.True(after < before || double.IsNegativeInfinity(before), $"{failures}: {before}, {after}");
        }
    }

    /// <summary>No simulation: the exact probability of ever being wrong, with a look after each request.</summary>
    [Theory]
    [InlineData(0.1, 0.1)]
    [InlineData(0.05, 0.1)]
    [InlineData(0.4, 0.4)]
    public void Looking_after_each_request_keeps_the_rate_of_false_rollbacks(double share, double limit) =>
        Assert.InRange(
            EverBeyond(share, (failures, requests) => LimitTest.LogAgainst(Distributions, failures, requests, limit)),
            0, 0.05);

    [Theory]
    [InlineData(0.1, 0.1)]
    [InlineData(0.15, 0.1)]
    [InlineData(0.4, 0.4)]
    public void Looking_after_each_request_keeps_the_rate_of_missed_regressions(double share, double limit) =>
        Assert.InRange(
            EverBeyond(share, (failures, requests) => LimitTest.LogFor(Distributions, failures, requests, limit)),
            0, 0.05);

    [Fact]
    public void A_share_far_above_the_limit_is_found() => Assert.InRange(
        EverBeyond(0.3, (failures, requests) => LimitTest.LogAgainst(Distributions, failures, requests, 0.1)), 0.99, 1);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1000)]
    [InlineData(1000, 1000)]
    [InlineData(3, 8140)]
    [InlineData(23, 412)]
    [InlineData(50_000, 10_000_000)]
    public void The_interval_holds_the_share_and_ends_where_the_decision_turns(long failures, long requests)
    {
        var counts = new SideCounts(requests, failures);
        RateInterval interval = LimitTest.Interval(Distributions, counts, 0.05, 0.05);
        Assert.InRange(counts.FailureShare, interval.Low, interval.High);
        Assert.Equal(0.9, interval.Confidence, 9);
        if (interval.Low > 0)
        {
            Assert.True(LimitTest.LogAgainst(Distributions, failures, requests, interval.Low * 0.999) > Math.Log(20));
            Assert.True(LimitTest.LogAgainst(Distributions, failures, requests, interval.Low * 1.001) < Math.Log(20));
        }

        if (interval.High < 1)
        {
            Assert.True(LimitTest.LogFor(Distributions, failures, requests, interval.High * 1.001) > Math.Log(20));
            Assert.True(LimitTest.LogFor(Distributions, failures, requests, interval.High * 0.999) < Math.Log(20));
        }

        Assert.Equal((failures == 0, failures == requests), (interval.Low == 0, interval.High == 1));
    }

    private static double EverBeyond(double share, Func<int, int, double> logEvidence)
    {
        const int Requests = 150;
        double beyond = 0;
        double[] still = [1];
        for (int requests = 1; requests <= Requests; requests++)
        {
            double[] next = new double[requests + 1];
            for (int failures = 0; failures < requests; failures++)
            {
                next[failures] += still[failures] * (1 - share);
                next[failures + 1] += still[failures] * share;
            }

            for (int failures = 0; failures <= requests; failures++)
            {
                if (logEvidence(failures, requests) < Math.Log(20)) continue;
                beyond += next[failures];
                next[failures] = 0;
            }

            still = next;
        }

        return beyond;
    }
}
