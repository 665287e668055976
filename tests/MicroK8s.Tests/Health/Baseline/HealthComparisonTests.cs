using CsCheck;
using MicroK8s.Health;
using MicroK8s.Health.Baseline;
using MicroK8s.Tests.Health.Reports;

namespace MicroK8s.Tests.Health.Baseline;

public sealed class HealthComparisonTests
{
    [Theory]
    [InlineData(HealthStatus.Unhealthy, HealthStatus.Unhealthy, HealthChange.Same)]
    [InlineData(HealthStatus.Warning, HealthStatus.Unhealthy, HealthChange.Worse)]
    [InlineData(HealthStatus.Warning, HealthStatus.Unknown, HealthChange.Worse)]
    [InlineData(HealthStatus.Unhealthy, HealthStatus.Unknown, HealthChange.Better)]
    [InlineData(HealthStatus.Unhealthy, HealthStatus.Healthy, HealthChange.Better)]
    [InlineData(HealthStatus.Healthy, HealthStatus.Skipped, HealthChange.Same)]
    [InlineData(null, HealthStatus.Warning, HealthChange.New)]
    [InlineData(null, HealthStatus.Unknown, HealthChange.New)]
    [InlineData(null, HealthStatus.Healthy, null)]
    public void A_finding_is_compared_by_its_status(HealthStatus? before, HealthStatus now, HealthChange? change)
    {
        HealthFinding finding = Node("node-1", now);
        HealthFinding[] known = before is { } status ? [finding with { Status = status, Evidence = "else" }] : [];
        Assert.Equal(finding with { Change = change }, Compare(known, [finding]).Single(one => one.Change != HealthChange.Gone));
    }

    [Fact]
    public void What_is_not_found_any_more_is_gone_and_says_what_it_was()
    {
        HealthFinding was = Node("node-1", HealthStatus.Unhealthy) with { Evidence = "Not ready", Remediation = "Do it" };
        HealthFinding gone = Compare([was, Node("node-2", HealthStatus.Healthy)], [Node("node-3", HealthStatus.Warning)])[^1];
        Assert.Equal(
            was with
            {
                Status = HealthStatus.Healthy, Evidence = "Was Unhealthy in the baseline: Not ready", Remediation = null,
                Duration = TimeSpan.Zero, Change = HealthChange.Gone,
            }, gone);
    }

    [Fact]
    public void A_pod_of_the_next_revision_is_the_same_and_pods_of_one_owner_are_one()
    {
        HealthFinding[] now = [Pod("web-5d78c9869d-xk2fp"), Pod("web-5d78c9869d-z2fpx")];
        Assert.Equal(
            [HealthChange.Same, HealthChange.Same],
            Compare([Pod("web-7cb95bb9fb-4wgr6")], now).Select(finding => finding.Change));
        Assert.Single(Compare([.. now], [Node("node-1", HealthStatus.Healthy) with { Check = "Pods" }]), finding => finding.Change == HealthChange.Gone);
    }

    [Fact]
    public void A_check_that_was_not_made_or_could_not_see_says_nothing_of_what_it_found_then()
    {
        HealthFinding[] before = [Node("node-1", HealthStatus.Unhealthy)];
        Assert.Empty(Compare(before, []));
        HealthFinding blind = SampleReport.Of(HealthStatus.Unknown, "MK001", "Nodes", HealthCategory.Nodes, "list nodes", "no right");
        Assert.Equal(HealthChange.New, Assert.Single(Compare(before, [blind])).Change);

        // Who could not see everything then either found it all the same.
        Assert.Equal(HealthChange.Gone, Compare([.. before, blind], [blind])[^1].Change);
    }

    [Fact]
    public void Only_the_namespaces_of_the_run_are_compared()
    {
        HealthFinding[] before = [Pod("web-0"), Pod("web-0") with { Namespace = "home" }];
        HealthFinding[] now = [SampleReport.Of(HealthStatus.Healthy, null, "Pods", HealthCategory.Workloads, "all 3 pods", "well")];
        Assert.Equal("home", Assert.Single(Compare(before, now, "home"), one => one.Change == HealthChange.Gone).Namespace);
        Assert.Equal(2, Compare(before, now).Count(one => one.Change == HealthChange.Gone));
    }

    [Fact]
    public void A_run_compared_with_itself_has_nothing_new_worse_better_or_gone()
    {
        Findings.Sample(findings => Compare(findings, findings).All(one => one.Change == HealthChange.Same));
    }

    [Fact]
    public void Every_finding_comes_back_with_its_own_values_and_the_gone_ones_last()
    {
        Gen.Select(Findings, Findings).Sample((before, now) =>
        {
            IReadOnlyList<HealthFinding> all = Compare(before, now);
            return all.Take(now.Length).Select(one => one with { Change = null }).SequenceEqual(now)
                && all.Skip(now.Length).All(one => one.Change == HealthChange.Gone && one.Status == HealthStatus.Healthy)
                && all.Take(now.Length).All(one => one.Change is not HealthChange.Gone);
        });
    }

    [Fact]
    public void The_order_of_both_runs_does_not_matter()
    {
        Gen.Select(Findings, Findings).Sample((before, now) =>
            Compare(before, now).Select(Line).Order(StringComparer.Ordinal).SequenceEqual(
                Compare([.. before.Reverse()], [.. now.Reverse()]).Select(Line).Order(StringComparer.Ordinal)));

        static string Line(HealthFinding one) => $"{FindingKey.Of(one)} {one.Change} {one.Status}";
    }

    private static Gen<HealthFinding[]> Findings { get; } =
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 3], Gen.Enum<HealthStatus>(), Gen.Bool).Select((target, check, status, isPod) =>
            SampleReport.About(
                isPod ? "Pod" : "Node", isPod ? "shop" : null, isPod ? $"web{target}-5d78c9869d-xk2f{target + 3}" : $"node-{target}",
                status, status >= HealthStatus.Warning ? "MK1" : null, $"Check{check}", HealthCategory.Nodes, "evidence"))
            .Array[0, 12];

    private static List<HealthFinding> Compare(
        IReadOnlyList<HealthFinding> before, IReadOnlyList<HealthFinding> now, params string[] namespaces)
    {
        var comparison = new HealthComparison(new HealthBaseline(SampleReport.Created, before), namespaces);
        return [.. now.Select(comparison.Compare), .. comparison.ListGone()];
    }

    private static HealthFinding Node(string name, HealthStatus status) =>
        SampleReport.About("Node", null, name, status, "MK201", "Nodes", HealthCategory.Nodes, "evidence");

    private static HealthFinding Pod(string name) => SampleReport.About(
        "Pod", "shop", name, HealthStatus.Unhealthy, "MK401", "Pods", HealthCategory.Workloads, "crashes");
}
