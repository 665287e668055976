using System.Globalization;
using System.Text;

namespace MicroK8s.Health.Reports;

/// <summary>
/// GitHub Flavored Markdown for the summary page of a pipeline: the totals, what is not well as a table, the rest
/// folded.
/// </summary>
internal static class MarkdownReport
{
    /// <summary>GitHub shows a summary of up to 1 MiB; a table of more rows is not read anyway.</summary>
    private const int MostRows = 500;

    public static string Write(HealthReport report)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"## {Escape(report.Title)}\n\n")
            .Append(CultureInfo.InvariantCulture, $"**{SignOf(report.Worst)} {report.Verdict}**\n\n");
        string[] facts =
        [
            .. new[] { report.Context, report.Server, report.ServerVersion }.OfType<string>().Select(Escape),
            report.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        ];
        text.Append(string.Join(" · ", facts)).Append("\n\n");
        Totals(text, report);
        HealthFinding[] gone = [.. report.Findings.Where(finding => finding.Change == HealthChange.Gone)];
        HealthFinding[] wrong = [.. report.Findings.Where(finding => finding.Status >= HealthStatus.Warning)];
        if (wrong.Length > 0) Table(text, "### Not well", wrong);
        if (gone.Length > 0) Table(text, "### Gone since the baseline", gone);
        Folded(text, "Healthy and skipped", [.. report.Findings.Except(wrong).Except(gone)]);
        Nodes(text, report);
        return text.ToString();
    }

    /// <summary>
    /// A text in which nothing is Markdown, HTML, a mention, a link or a command of a build agent: all signs that could
    /// begin one are references, which cannot stand for structure (CommonMark, §6.2).
    /// </summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char sign in text)
        {
            if (char.IsAsciiLetterOrDigit(sign) || sign is ' ' or '-' or '.' or ',' or '/' or '=' or '%' || sign > '~')
            {
                escaped.Append(sign);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"&#{(int)sign};");
            }
        }

        // Without these, GFM makes a link of www.example.org.
        return escaped.Replace("www.", "www&#46;").ToString();
    }

    private static void Totals(StringBuilder text, HealthReport report)
    {
        HealthStatus[] statuses = [.. HealthReport.WorstFirst.Where(status => report.Count(status) > 0)];
        if (statuses.Length == 0) return;
        text.Append("| Area |").AppendJoin("", statuses.Select(status => $" {status} |")).Append('\n')
            .Append("|---|").AppendJoin("", statuses.Select(_ => "--:|")).Append('\n');
        foreach (HealthArea area in report.Areas)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {SignOf(area.Worst)} {area.Category} |")
                .AppendJoin("", statuses.Select(status => $" {Cell(area.Count(status))} |")).Append('\n');
        }

        text.Append("| **All** |").AppendJoin("", statuses.Select(status => $" **{report.Count(status)}** |"))
            .Append("\n\n");
    }

    private static void Folded(StringBuilder text, string title, IReadOnlyList<HealthFinding> findings)
    {
        if (findings.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"<details><summary>{title}: {findings.Count}</summary>\n\n");
        Table(text, null, findings);
        text.Append("</details>\n\n");
    }

    private static void Table(StringBuilder text, string? title, IReadOnlyList<HealthFinding> findings)
    {
        if (title is not null) text.Append(title).Append("\n\n");
        bool isCompared = findings.Any(finding => finding.Change is not null);
        text.Append("| Status |").Append(isCompared ? " Change |" : "")
            .Append(" Code | Check | Target | Evidence | Remediation |\n")
            .Append(isCompared ? "|---" : "").Append("|---|---|---|---|---|---|\n");
        foreach (HealthFinding finding in findings.Take(MostRows))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {SignOf(finding.Status)} {finding.Status} |")
                .Append(isCompared ? $" {finding.Change} |" : "")
                .Append(CultureInfo.InvariantCulture, $" {Escape(finding.Code ?? "")} | {Escape(finding.Check)} |")
                .Append(CultureInfo.InvariantCulture, $" {Escape(finding.Target)} | {Escape(finding.Evidence)} |")
                .Append(CultureInfo.InvariantCulture, $" {Advice(finding.Remediation)} |\n");
        }

        text.Append('\n');
        if (findings.Count > MostRows)
        {
            text.Append(CultureInfo.InvariantCulture, $"… and {findings.Count - MostRows} more.\n\n");
        }
    }

    private static void Nodes(StringBuilder text, HealthReport report)
    {
        if (report.NodesNote is not null) text.Append(Escape(report.NodesNote)).Append("\n\n");
        if (report.Nodes.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"<details><summary>Nodes: {report.Nodes.Count}</summary>\n\n")
            .Append("| Node | Ready | CPU requested | CPU used | Memory requested | Memory used | Pods |\n")
            .Append("|---|---|--:|--:|--:|--:|--:|\n");
        foreach (ReportNode node in report.Nodes)
        {
            string[] cells =
            [
                Escape(node.Name), node.IsReady ? "yes" : "**no**",
                NodeMeter.Percent(node.CpuRequested, node.CpuAllocatable),
                NodeMeter.Percent(node.CpuUsed, node.CpuAllocatable),
                NodeMeter.Percent(node.MemoryRequested, node.MemoryAllocatable),
                NodeMeter.Percent(node.MemoryUsed, node.MemoryAllocatable),
                string.Create(CultureInfo.InvariantCulture, $"{node.Pods} of {node.PodsAllocatable}"),
            ];
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }

        text.Append("\n</details>\n");
    }

    private static string Cell(int count) => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture);

    private static string Advice(string? remediation) =>
        remediation is null ? "" : AdviceText.IsCommand(remediation)
            ? $"<code>{Escape(remediation)}</code>"
            : Escape(remediation);

    private static string SignOf(HealthStatus status) => status switch
    {
        HealthStatus.Unhealthy => "❌",
        HealthStatus.Unknown => "❔",
        HealthStatus.Warning => "⚠️",
        HealthStatus.Healthy => "✅",
        _ => "➖",
    };
}
