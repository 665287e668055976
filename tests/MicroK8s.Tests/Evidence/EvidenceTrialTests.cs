using MicroK8s.Errors;
using MicroK8s.Evidence;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Evidence;

/// <summary>From looks at counts to a verdict.</summary>
public sealed class EvidenceTrialTests
{
    private static readonly IDistributions Distributions = Adapter.Backend().Distributions;
    private static readonly EvidenceRule Comparison = new() { Margin = 0.005 };
    private static readonly EvidenceRule Limit = new() { AllowedFailureShare = EvidenceRule.AllowedBy(99.5) };

    [Fact]
    public void A_canary_that_is_worse_fails()
    {
        EvidenceVerdict verdict = Once(Comparison, (412, 23), (8140, 3));
        Assert.Equal(EvidenceOutcome.Fail, verdict.Outcome);
        Assert.Equal(
            "canary 23 of 412 failed (5.6%), stable 3 of 8,140 (0.04%): worse by more than 0.5 percentage points",
            verdict.Reason);
        Assert.Null(verdict.MissingRequests);
        Assert.True(Assert.Single(verdict.Criteria).Against > 20);
        Assert.InRange(23.0 / 412, verdict.CanaryInterval.Low, verdict.CanaryInterval.High);
    }

    [Fact]
    public void A_canary_like_stable_passes_with_enough_requests()
    {
        EvidenceVerdict verdict = Once(Comparison, (9000, 9), (81_000, 81));
        Assert.Equal(EvidenceOutcome.Pass, verdict.Outcome);
        Assert.Equal(
            "canary 9 of 9,000 failed (0.1%), stable 81 of 81,000 (0.1%): not worse by 0.5 percentage points",
            verdict.Reason);
    }

    [Fact]
    public void Without_failures_on_either_side_a_thousand_requests_decide()
    {
        Assert.Equal(EvidenceOutcome.Inconclusive, Once(Comparison, (300, 0), (5700, 0)).Outcome);
        Assert.Equal(EvidenceOutcome.Pass, Once(Comparison, (1500, 0), (28_500, 0)).Outcome);
        Assert.Equal(EvidenceOutcome.Pass, Once(Limit, (1000, 0), (0, 0)).Outcome);
    }

    [Fact]
    public void Large_shares_that_are_equal_pass_and_others_fail()
    {
        EvidenceRule rule = Comparison with { Margin = 0.05 };
        Assert.Equal(EvidenceOutcome.Pass, Once(rule, (5000, 1500), (95_000, 28_500)).Outcome);
        Assert.Equal(EvidenceOutcome.Fail, Once(rule, (5000, 2000), (95_000, 28_500)).Outcome);
        Assert.Equal(EvidenceOutcome.Pass, Once(rule, (5000, 4500), (95_000, 85_500)).Outcome);
        Assert.Equal(EvidenceOutcome.Fail, Once(rule, (1000, 1000), (1000, 0)).Outcome);
        Assert.Equal(EvidenceOutcome.Pass, Once(rule, (1000, 0), (1000, 1000)).Outcome);
    }

    [Fact]
    public void A_limit_is_broken_or_held_whatever_stable_does()
    {
        Assert.Equal(
            "canary 40 of 2,000 failed (2%), stable 500 of 20,000 (2.5%): more than the allowed 0.5% (as is stable)",
            Once(Limit, (2000, 40), (20_000, 500)).Reason);
        EvidenceVerdict held = Once(Limit, (4000, 4), (0, 0));
        Assert.Equal(EvidenceOutcome.Pass, held.Outcome);
        Assert.Equal("canary 4 of 4,000 failed (0.1%): below the allowed 0.5%", held.Reason);
        Assert.True(held.CanaryInterval.High < 0.005);
    }

    [Fact]
    public void With_limit_and_margin_both_must_hold()
    {
        EvidenceRule both = Limit with { Margin = 0.01 };
        Assert.Equal(EvidenceOutcome.Pass, Once(both, (10_000, 10), (90_000, 90)).Outcome);
        // Like stable, but beyond the limit.
        EvidenceVerdict beyond = Once(both, (10_000, 200), (90_000, 1800));
        Assert.Equal(EvidenceOutcome.Fail, beyond.Outcome);
        Assert.Equal(
            [(EvidenceCriterion.Limit, EvidenceOutcome.Fail), (EvidenceCriterion.Comparison, EvidenceOutcome.Pass)],
            beyond.Criteria.Select(one => (one.Criterion, one.Outcome)));
        // Within the limit, but nothing to compare with.
        EvidenceVerdict alone = Once(both, (10_000, 10), (0, 0));
        Assert.Equal(EvidenceOutcome.Inconclusive, alone.Outcome);
        Assert.Equal(
            "canary 10 of 10,000 failed (0.1%), stable got no requests: nothing to compare with", alone.Reason);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, "canary got no requests, stable got no requests: nothing to judge by")]
    [InlineData(0, 0, 900, 1, "canary got no requests, stable 1 of 900 failed (0.11%): nothing to judge by")]
    [InlineData(20, 0, 380, 0,
        "canary 0 of 20 failed (0%), stable 0 of 380 (0%): undecided, about 1,100 more canary requests needed")]
    public void Too_few_requests_are_never_a_pass(
        long requests, long failures, long stableRequests, long stableFailures, string reason)
    {
        EvidenceVerdict verdict = Once(Comparison, (requests, failures), (stableRequests, stableFailures));
        Assert.Equal(EvidenceOutcome.Inconclusive, verdict.Outcome);
        Assert.Equal(reason, verdict.Reason);
    }

    [Theory]
    [InlineData(0.01, 0.01)]
    [InlineData(0, 0)]
    [InlineData(0.03, 0.001)]
    public void As_many_requests_as_are_missing_do_decide(double canary, double stable)
    {
        foreach (EvidenceRule rule in new[] { Comparison, Limit })
        {
            var first = (Canary: Counts(200, canary), Stable: Counts(3800, stable));
            EvidenceTrial trial = EvidenceTrial.Start(rule, Distributions).Look(first.Canary, first.Stable);
            if (trial.Verdict().MissingRequests is not { } missing) continue;
            long requests = 200 + missing;
            Assert.NotEqual(EvidenceOutcome.Inconclusive, trial
                .Look(Counts((long)(requests * 1.1), canary), Counts((long)(requests * 1.1) * 19, stable)).Outcome);
            Assert.Equal(EvidenceOutcome.Inconclusive, trial
                .Look(Counts(200 + (missing / 2), canary), Counts((200 + (missing / 2)) * 19, stable)).Outcome);
        }

        static SideCounts Counts(long requests, double share) => new(requests, (long)Math.Round(requests * share));
    }

    [Fact]
    public void A_look_without_news_changes_nothing()
    {
        EvidenceTrial trial = EvidenceTrial.Start(Limit with { Margin = 0.01 }, Distributions);
        for (int look = 1; look <= 20; look++)
        {
            trial = trial.Look(new SideCounts(60 * look, look / 2), new SideCounts(900 * look, look));
            string verdict = Shown(trial);
            Assert.Equal(verdict, Shown(trial.Look(
                new SideCounts(60 * look, look / 2), new SideCounts(900 * look, look))));
        }

        static string Shown(EvidenceTrial trial) => string.Join(";", trial.Verdict().Criteria) + trial.Verdict().Reason;
    }

    [Fact]
    public void What_failed_stays_failed()
    {
        EvidenceTrial trial = EvidenceTrial.Start(Comparison, Distributions)
            .Look(new SideCounts(200, 20), new SideCounts(3800, 4));
        Assert.Equal(EvidenceOutcome.Fail, trial.Outcome);
        Assert.Equal(
            EvidenceOutcome.Fail, trial.Look(new SideCounts(200_200, 20), new SideCounts(3_803_800, 4)).Outcome);
    }

    [Fact]
    public void A_canary_that_goes_bad_after_it_passed_fails()
    {
        EvidenceTrial trial = EvidenceTrial.Start(Comparison, Distributions)
            .Look(new SideCounts(2000, 2), new SideCounts(38_000, 38));
        Assert.Equal(EvidenceOutcome.Pass, trial.Outcome);
        Assert.Equal(EvidenceOutcome.Fail, trial.Look(new SideCounts(2600, 200), new SideCounts(49_400, 49)).Outcome);
    }

    [Theory]
    [InlineData(90, 0, 2000, 0, "not counted, the counts of canary went back from 0 of 100 to 0 of 90")]
    [InlineData(110, 0, 1000, 1, "not counted, the counts of stable went back from 1 of 1900 to 1 of 1000")]
    [InlineData(110, 0, 2000, 0, "not counted, the counts of stable went back from 1 of 1900 to 0 of 2000")]
    [InlineData(110, 11, 2000, 1, "not counted, canary has 11 new failures in 10 new requests")]
    [InlineData(110, 111, 2000, 1, "not counted, 111 of 110 requests of canary cannot be")]
    [InlineData(-1, 0, 2000, 1, "not counted, 0 of -1 requests of canary cannot be")]
    public void Counts_that_cannot_be_are_not_counted(
        long requests, long failures, long stableRequests, long stableFailures, string reason)
    {
        EvidenceTrial trial = EvidenceTrial.Start(Comparison, Distributions)
            .Look(new SideCounts(100, 0), new SideCounts(1900, 1));
        EvidenceTrial refused = trial.Look(
            new SideCounts(requests, failures), new SideCounts(stableRequests, stableFailures));
        Assert.Equal(EvidenceOutcome.Inconclusive, refused.Outcome);
        Assert.EndsWith(": " + reason, refused.Verdict().Reason, StringComparison.Ordinal);
        Assert.Equal(new SideCounts(100, 0), refused.Verdict().Canary);

        // Afterwards all is as if that look had not been.
        SideCounts canary = new(2100, 2), stable = new(40_000, 20);
        Assert.Equal(
            trial.Look(canary, stable).Verdict().Criteria, refused.Look(canary, stable).Verdict().Criteria);
    }

    [Fact]
    public void Counts_that_cannot_be_turn_a_pass_into_no_decision_but_no_fail_into_one()
    {
        EvidenceTrial passed = EvidenceTrial.Start(Comparison, Distributions)
            .Look(new SideCounts(9000, 9), new SideCounts(81_000, 81));
        Assert.Equal(EvidenceOutcome.Pass, passed.Outcome);
        Assert.Equal(EvidenceOutcome.Inconclusive, passed.Look(default, default).Outcome);
        EvidenceTrial failed = EvidenceTrial.Start(Comparison, Distributions)
            .Look(new SideCounts(200, 20), new SideCounts(3800, 4));
        Assert.Equal(EvidenceOutcome.Fail, failed.Look(default, default).Outcome);
    }

    [Fact]
    public void A_gate_of_latency_says_what_its_failures_are() => Assert.Equal(
        "canary 60 of 1,000 slower than 500 ms (6%), stable 80 of 9,000 (0.89%): more than the allowed 1%",
        Once(
            new EvidenceRule { AllowedFailureShare = EvidenceRule.AllowedBy(99), FailureWord = "slower than 500 ms" },
            (1000, 60), (9000, 80)).Reason);

    public static TheoryData<EvidenceRule> WrongRules =>
    [
        new EvidenceRule(),
        new EvidenceRule { AllowedFailureShare = 0 },
        new EvidenceRule { AllowedFailureShare = 1 },
        new EvidenceRule { AllowedFailureShare = double.NaN },
        new EvidenceRule { Margin = 0 },
        new EvidenceRule { Margin = -0.01 },
        new EvidenceRule { Margin = 0.6 },
        new EvidenceRule { Margin = 0.01, Errors = new ErrorRates(0, 0.05) },
        new EvidenceRule { Margin = 0.01, Errors = new ErrorRates(0.05, 0.5) },
    ];

    [Theory]
    [MemberData(nameof(WrongRules))]
    public void A_rule_that_cannot_be_decided_is_refused(EvidenceRule rule) => Assert.Equal(
        ClusterFault.InvalidSpec,
        Assert.Throws<ClusterException>(() => EvidenceTrial.Start(rule, Distributions)).Fault);

    [Fact]
    public void Percentages_leave_a_share_of_failures()
    {
        Assert.Equal(0.005, EvidenceRule.AllowedBy(99.5));
        Assert.Equal(0.01, EvidenceRule.AllowedBy(99));
        Assert.Equal(
            ClusterFault.InvalidSpec, Assert.Throws<ClusterException>(() => EvidenceRule.AllowedBy(100)).Fault);
        Assert.Equal(new ErrorRates(0.0125, 0.05), ErrorRates.Default.SharedBy(4));
    }

    private static EvidenceVerdict Once(
        EvidenceRule rule, (long Requests, long Failures) canary, (long Requests, long Failures) stable) =>
        EvidenceTrial.Start(rule, Distributions)
            .Look(new SideCounts(canary.Requests, canary.Failures), new SideCounts(stable.Requests, stable.Failures))
            .Verdict();
}
