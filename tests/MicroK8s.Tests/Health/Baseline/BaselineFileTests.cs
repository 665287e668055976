using CsCheck;
using MicroK8s.Errors;
using MicroK8s.Health;
using MicroK8s.Health.Baseline;
using MicroK8s.Health.Reports;
using MicroK8s.Tests.Health.Reports;

namespace MicroK8s.Tests.Health.Baseline;

public sealed class BaselineFileTests
{
    private const string Start = """{"kind": "ClusterHealthReport", "schemaVersion": 1, "created": "2026-11-26T03:04:05Z", """;

    [Fact]
    public void What_is_written_is_read_again()
    {
        HealthBaseline read = Read(SampleReport.Make().Write(ReportFormat.Json));
        Assert.Equal(SampleReport.Created, read.Created);
        Assert.Equal(("prod-eu-1", "https://10.0.0.10:6443", "v1.28.4"), (read.Context, read.Server, read.ServerVersion));
        Assert.Equal(
            SampleReport.Findings.Select(one => one with { Duration = TimeSpan.Zero }).ToHashSet(), read.Findings.ToHashSet());
    }

    [Fact]
    public void Any_text_survives()
    {
        Gen.String.Sample(text =>
        {
            // A half of a pair of surrogates is no text that a cluster could send.
            if (text.Any(char.IsSurrogate)) return true;
            HealthFinding finding = SampleReport.Of(HealthStatus.Warning, text, text, HealthCategory.Mesh, text, text, text)
                with { Duration = TimeSpan.Zero };
            return Read(BaselineFile.Write(new HealthBaseline(SampleReport.Created, [finding]))).Findings.Single() == finding;
        });
    }

    [Fact]
    public void The_same_state_is_the_same_text_in_any_order_and_however_long_it_took()
    {
        string text = SampleReport.Make().Write(ReportFormat.Json);
        Assert.Equal(text, SampleReport.Make(
            SampleReport.Findings.Reverse().Select(one => one with { Duration = TimeSpan.FromDays(1) })).Write(ReportFormat.Json));
        Assert.DoesNotContain('\r', text);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_gone_is_not_in_the_next_baseline() => Assert.Empty(Read(SampleReport.Make(
        [SampleReport.Findings[0] with { Change = HealthChange.Gone }]).Write(ReportFormat.Json)).Findings);

    [Fact]
    public void What_a_later_version_adds_is_passed_over() => Assert.Equal("n", Assert.Single(Read(Start + """
        "new": {}, "findings": [{"status": "Warning", "code": "MK1", "check": "c", "category": "Nodes", "target": "n", "more": 1}]}
        """).Findings).Target);

    [Theory]
    [InlineData("", "is not JSON (line 1, column 1)")]
    [InlineData("{\n  \"a\": x\n}", "is not JSON (line 2, column 8)")]
    [InlineData("[]", "is JSON, but no baseline of this module")]
    [InlineData("[{\"Status\": 4}]", "is JSON, but no baseline of this module")]
    [InlineData("{\"kind\": \"ClusterHealthReport\"}", "has the schema version (none); this module reads 1")]
    [InlineData("{\"kind\": \"ClusterHealthReport\", \"schemaVersion\": 2}", "has the schema version 2; this module reads 1")]
    [InlineData(Start + "\"findings\": {}}", "has no list of findings")]
    [InlineData("{\"kind\": \"ClusterHealthReport\", \"schemaVersion\": 1, \"findings\": []}", "has no time 'created'")]
    [InlineData(Start + "\"findings\": [5]}", "has no status in finding 1")]
    [InlineData(Start + "\"findings\": [{\"status\": \"Warning\", \"category\": \"Nodes\", \"target\": \"n\"}]}", "has no check in finding 1")]
    [InlineData(
        Start + "\"findings\": [{\"status\": \"4\", \"check\": \"c\"}]}",
        "has the status '4' in finding 1, which is none of Healthy, Skipped, Warning, Unknown, Unhealthy")]
    public void What_is_no_baseline_is_refused_with_the_reason(string text, string rule)
    {
        ClusterException refused = Assert.Throws<ClusterException>(() => Read(text));
        Assert.Equal((ClusterFault.InvalidSpec, "Baseline"), (refused.Fault, refused.Parameter));
        Assert.Equal($"-Baseline 'b.json' {rule}.", refused.Message);
        Assert.Contains("Export-ClusterHealthReport", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_is_read_or_refused_and_nothing_else()
    {
        string whole = SampleReport.Make().Write(ReportFormat.Json);
        string[] parts = ["", "{", "]", "null", "\"", "1e999", "\\ud800", "[["];
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 20], Gen.Int[0, parts.Length - 1].Select(index => parts[index])).Sample(
            (at, length, instead) =>
            {
                string broken = whole[..at] + instead + whole[Math.Min(whole.Length, at + length)..];
                try
                {
                    return Read(broken).Findings.Count >= 0;
                }
                catch (ClusterException exception)
                {
                    return exception.Fault == ClusterFault.InvalidSpec;
                }
            });
    }

    private static HealthBaseline Read(string text) => BaselineFile.Read(text, "Baseline", "b.json");
}
