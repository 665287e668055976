using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MicroK8s.Health.Reports;

/// <summary>
/// One page with everything in it, which asks nobody for anything: its policy forbids every request, and lets only its
/// own script and style run. Its markup, style and script are the files of the folder Page.
/// </summary>
internal static partial class HtmlReport
{
    private static readonly string Style = ReadPage("report.css");
    private static readonly string Script = ReadPage("report.js");

    private static readonly HtmlTemplate Template = new(ReadPage("report.html")
        .Replace("/*report.css*/", Style, StringComparison.Ordinal)
        .Replace("/*report.js*/", Script, StringComparison.Ordinal));

    public static string Write(HealthReport report) => Template.Render(new JsonObject
    {
        ["styleHash"] = HashOf(Style),
        ["scriptHash"] = HashOf(Script),
        ["version"] = report.ModuleVersion,
        ["title"] = report.Title,
        ["context"] = report.Context,
        ["worst"] = ClassOf(report.Worst),
        ["iconColor"] = ColorOf(report.Worst),
        ["headline"] = HeadlineOf(report),
        ["sentence"] = SentenceOf(report),
        ["totals"] = Totals(report),
        ["facts"] = Facts(report),
        ["hasAreas"] = report.Areas.Count > 0,
        ["areas"] = new JsonArray([.. report.Areas.Select(Area)]),
        ["isCompared"] = report.Findings.Any(finding => finding.Change is not null),
        ["statuses"] = new JsonArray([.. StatusesOf(report).Select(status => new JsonObject
        {
            ["status"] = ClassOf(status),
            ["word"] = $"{status}",
            ["count"] = report.Count(status),
        })]),
        ["findings"] = new JsonArray([.. report.Findings.Select(finding => Finding(report, finding))]),
        ["nodesNote"] = report.NodesNote,
        ["hasNodes"] = report.Nodes.Count > 0,
        ["hasUsage"] = report.Nodes.Any(node => node.CpuUsed is not null || node.MemoryUsed is not null),
        ["nodes"] = new JsonArray([.. report.Nodes.Select(Node)]),
    });

    private static JsonObject? Totals(HealthReport report)
    {
        if (report.Findings.Count == 0) return null;
        double x = 0;
        var parts = new JsonArray();
        foreach (HealthStatus status in StatusesOf(report))
        {
            int count = report.Count(status);
            double width = 100.0 * count / report.Findings.Count;
            parts.Add(new JsonObject
            {
                ["status"] = ClassOf(status),
                ["count"] = count,
                ["word"] = HealthReport.WordOf(status, count),
                ["x"] = Number(x),
                ["width"] = Number(width),
            });
            x += width;
        }

        return new JsonObject { ["summary"] = report.Verdict, ["parts"] = parts };
    }

    private static JsonArray Facts(HealthReport report)
    {
        var facts = new JsonArray();
        Add("Server", report.Server);
        Add("Kubernetes", report.ServerVersion);
        Add("Tested", report.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        if (report.Findings.Count > 0)
        {
            Add("Checks", $"{report.Findings.Select(finding => finding.Check).Distinct().Count()}");
            Add("Took", report.Duration.TotalSeconds.ToString("0.0 's'", CultureInfo.InvariantCulture));
        }

        if (report.Nodes.Count > 0) Add("Nodes", $"{report.Nodes.Count}");
        return facts;

        void Add(string name, string? value)
        {
            if (value is not null) facts.Add(new JsonObject { ["name"] = name, ["value"] = value });
        }
    }

    private static JsonObject Area(HealthArea area) => new()
    {
        ["category"] = $"{area.Category}",
        ["label"] = LabelOf(area.Category),
        ["worst"] = ClassOf(area.Worst),
        ["worstWord"] = $"{area.Worst}",
        ["counts"] = string.Join(", ", HealthReport.WorstFirst
            .Select(status => (status, Count: area.Count(status))).Where(one => one.Count > 0)
            .Select(one => $"{one.Count} {HealthReport.WordOf(one.status, one.Count)}")),
    };

    private static JsonObject Finding(HealthReport report, HealthFinding finding) => new()
    {
        ["status"] = ClassOf(finding.Status),
        ["statusWord"] = $"{finding.Status}",
        ["category"] = $"{finding.Category}",
        ["label"] = LabelOf(finding.Category),
        ["change"] = finding.Change?.ToString(),
        ["code"] = finding.Code,
        ["codeTitle"] = report.TitleOf(finding.Code),
        ["page"] = report.PageOf(finding.Code)?.AbsoluteUri,
        ["check"] = finding.Check,
        ["target"] = finding.Target,
        ["evidence"] = finding.Evidence,
        ["remediation"] = finding.Remediation,
        ["words"] = new JsonArray([.. WordsOf(finding.Remediation)]),
        ["isCommand"] = finding.Remediation is not null && AdviceText.IsCommand(finding.Remediation),
    };

    private static JsonObject Node(ReportNode node) => new()
    {
        ["name"] = node.Name,
        ["state"] = ClassOf(node.IsReady ? HealthStatus.Healthy : HealthStatus.Unhealthy),
        ["ready"] = node.IsReady ? "Ready" : "Not ready",
        ["meters"] = new JsonArray([.. NodeMeter.Of(node).Select(meter => new JsonObject
        {
            ["label"] = meter.Label,
            ["words"] = meter.Words,
            ["requested"] = Number(meter.Requested),
            ["used"] = meter.Used is { } used ? new JsonObject { ["width"] = Number(used) } : null,
        })]),
    };

    /// <summary>The words of a remediation, so that no line breaks after the hyphen of a parameter.</summary>
    private static IEnumerable<JsonObject> WordsOf(string? remediation) => (remediation ?? "")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => new JsonObject { ["word"] = word });

    /// <summary>What a manager reads.</summary>
    private static string HeadlineOf(HealthReport report) => report.Worst switch
    {
        HealthStatus.Unhealthy => "Unhealthy",
        HealthStatus.Unknown => "Not fully tested",
        HealthStatus.Warning => "Working, with warnings",
        HealthStatus.Healthy => "Healthy",
        _ => "Nothing was tested",
    };

    private static string SentenceOf(HealthReport report)
    {
        string[] bad =
        [
            .. report.Areas.Where(area => area.Worst == report.Worst).Select(area => LabelOf(area.Category)),
        ];
        string where = string.Join(", ", bad);
        return report.Worst switch
        {
            HealthStatus.Unhealthy => $"Something does not work: {where}",
            HealthStatus.Unknown => $"Nothing is known to be broken, but a test could not be made: {where}",
            HealthStatus.Warning => $"Everything works, but somebody should look at this: {where}",
            HealthStatus.Healthy => "Everything that was tested is well",
            _ => "There is nothing to say about this cluster",
        };
    }

    private static IEnumerable<HealthStatus> StatusesOf(HealthReport report) =>
        HealthReport.WorstFirst.Where(status => report.Count(status) > 0);

    /// <summary>A part of the cluster as people write it: <c>Control plane</c>.</summary>
    private static string LabelOf(HealthCategory category)
    {
        string words = WordStart().Replace($"{category}", " $0");
        return $"{words[..1]}{words[1..].ToLowerInvariant()}";
    }

    private static string ClassOf(HealthStatus status) => $"{status}".ToLowerInvariant();

    private static string ColorOf(HealthStatus status) => status switch
    {
        HealthStatus.Unhealthy => "d92d36",
        HealthStatus.Unknown => "8458c4",
        HealthStatus.Warning => "e09a1a",
        HealthStatus.Healthy => "2a9d57",
        _ => "7b8794",
    };

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A browser takes the hash of what is between the tags, with line feeds.</summary>
    private static string HashOf(string text) =>
        $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string ReadPage(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream($"MicroK8s.Health.Reports.{name}")
            ?? throw new InvalidOperationException($"The assembly lacks the file {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex("(?<=[a-z])[A-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();
}
