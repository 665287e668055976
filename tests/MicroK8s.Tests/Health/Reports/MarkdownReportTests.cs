using MicroK8s.Health;
using MicroK8s.Health.Reports;

namespace MicroK8s.Tests.Health.Reports;

public sealed class MarkdownReportTests
{
    [Fact]
    public void The_totals_come_first_then_what_is_not_well_and_the_rest_is_folded()
    {
        string text = SampleReport.Make().Write(ReportFormat.Markdown);
        Assert.StartsWith(
            """
            ## Shop, production

            **❌ 3 unhealthy, 1 unknown, 2 warnings, 7 healthy, 1 skipped**

            prod-eu-1 · https&#58;//10.0.0.10&#58;6443 · v1.28.4 · 2026-11-26 03:04 UTC

            | Area | Unhealthy | Unknown | Warning | Healthy | Skipped |
            |---|--:|--:|--:|--:|--:|
            | ❔ ControlPlane |  | 1 |  | 2 |  |
            | ❌ Nodes | 1 |  | 1 | 1 |  |
            | ✅ System |  |  |  | 2 |  |
            | ❌ Workloads | 2 |  | 1 | 2 |  |
            | ➖ Mesh |  |  |  |  | 1 |
            | **All** | **3** | **1** | **2** | **7** | **1** |

            ### Not well

            """.ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
        int folded = text.IndexOf("<details><summary>Healthy and skipped: 8</summary>", StringComparison.Ordinal);
        Assert.True(text.IndexOf("Invoke-Rollback checkout -Namespace shop</code>", StringComparison.Ordinal) < folded);
        Assert.True(text.IndexOf("11 of 12 workloads", StringComparison.Ordinal) > folded);
        Assert.Contains("| node-2 | yes | 96% | 76% | 97% | 93% | 108 of 110 |\n", text, StringComparison.Ordinal);
        Assert.Contains("| node-3 | **no** | 80% | – | 56% | – | 38 of 110 |\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_has_as_many_cells_as_its_head_whatever_is_in_it()
    {
        string[] lines = SampleReport.MakeHostile().Write(ReportFormat.Markdown).Split('\n');
        int width = 0;
        foreach (string line in lines)
        {
            int cells = line.Count(sign => sign == '|');
            if (!line.StartsWith('|')) width = 0;
            else if (width == 0) width = cells;
            else Assert.Equal((width, line), (cells, line));
        }
    }

    [Theory]
    [InlineData("a|b", "a&#124;b")]
    [InlineData("<b>&amp;", "&#60;b&#62;&#38;amp&#59;")]
    [InlineData("`x` *y* _z_ [a](b) ~~c~~ # @me :+1: !$", "&#96;x&#96; &#42;y&#42; &#95;z&#95; &#91;a&#93;&#40;b&#41; &#126;&#126;c&#126;&#126; &#35; &#64;me &#58;&#43;1&#58; &#33;&#36;")]
    [InlineData("https://evil.example www.evil.example", "https&#58;//evil.example www&#46;evil.example")]
    [InlineData("grün – 30%", "grün – 30%")]
    public void Text_of_the_cluster_is_only_text(string text, string escaped) => Assert.Equal(escaped, MarkdownReport.Escape(text));

    [Fact]
    public void What_changed_has_a_column_and_what_is_gone_a_table()
    {
        HealthFinding gone = SampleReport.Findings.Single(one => one.Code == "MK201") with
        {
            Status = HealthStatus.Healthy, Change = HealthChange.Gone, Evidence = "Was Unhealthy in the baseline: Ready is Unknown",
        };
        HealthFinding worse = SampleReport.Findings.Single(one => one.Code == "MK402") with { Change = HealthChange.Worse };
        string text = SampleReport.Make([gone, worse]).Write(ReportFormat.Markdown);
        Assert.Contains("| ❌ Unhealthy | Worse | MK402 | Pods |", text, StringComparison.Ordinal);
        Assert.Contains("### Gone since the baseline\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Healthy and skipped", text, StringComparison.Ordinal);
    }
}
