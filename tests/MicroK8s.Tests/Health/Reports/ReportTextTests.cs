using MicroK8s.Health;
using MicroK8s.Health.Reports;

namespace MicroK8s.Tests.Health.Reports;

/// <summary>What holds for a report of any form.</summary>
public sealed class ReportTextTests
{
    public static TheoryData<ReportFormat> Formats => [.. Enum.GetValues<ReportFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void No_form_has_a_command_of_a_build_agent_or_a_control_sequence(ReportFormat format)
    {
        string text = SampleReport.MakeHostile().Write(format);
        Assert.DoesNotContain("##vso[", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("##[", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u202e', text);
        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain("[31m", text, StringComparison.Ordinal);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_report_on_nothing_is_a_report(ReportFormat format) =>
        Assert.NotEmpty(new HealthReport([], SampleReport.Created).Write(format));

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_form_names_every_target_that_is_not_well(ReportFormat format)
    {
        string text = SampleReport.Make().Write(format);
        Assert.All(SampleReport.Findings.Where(finding => finding.Status >= HealthStatus.Warning), finding =>
            Assert.Contains(finding.Target, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a.html", ReportFormat.Html)]
    [InlineData("a.HTM", ReportFormat.Html)]
    [InlineData("a.b.xml", ReportFormat.JUnit)]
    [InlineData("a.sarif", ReportFormat.Sarif)]
    [InlineData("a.sarif.json", ReportFormat.Sarif)]
    [InlineData("a.json", ReportFormat.Json)]
    [InlineData("/x.html/a.md", ReportFormat.Markdown)]
    [InlineData("a.txt", null)]
    [InlineData("html", null)]
    public void The_extension_says_the_form(string path, ReportFormat? format) => Assert.Equal(format, ReportFormats.Of(path));

    [Fact]
    public void The_worst_comes_first_and_skipped_is_no_better_than_nothing()
    {
        HealthReport report = SampleReport.Make();
        Assert.Equal(HealthStatus.Unhealthy, report.Worst);
        Assert.Equal("3 unhealthy, 1 unknown, 2 warnings, 7 healthy, 1 skipped", report.Verdict);
        Assert.Equal(
            [HealthStatus.Unknown, HealthStatus.Unhealthy, HealthStatus.Healthy, HealthStatus.Unhealthy, HealthStatus.Skipped],
            report.Areas.Select(area => area.Worst));
        Assert.Equal(HealthStatus.Healthy, SampleReport.Make(SampleReport.Findings.Where(one => one.Status <= HealthStatus.Skipped)).Worst);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1 KiB")]
    [InlineData(4089446400, "3.81 GiB")]
    [InlineData(34359738368, "32 GiB")]
    public void Bytes_are_told_as_people_say_them(double bytes, string words) => Assert.Equal(words, NodeMeter.Bytes(bytes));

    [Theory]
    [InlineData("Invoke-Rollback web -Namespace shop", true)]
    [InlineData("kubectl logs web", true)]
    [InlineData("Raise -Timeout or narrow -Namespace", false)]
    [InlineData("Re-create the Secret", false)]
    [InlineData("Ask for the right", false)]
    public void A_command_is_told_from_a_sentence(string remediation, bool isCommand) =>
        Assert.Equal(isCommand, AdviceText.IsCommand(remediation));
}
