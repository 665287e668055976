using MicroK8s.Errors;

namespace MicroK8s.Health.Reports;

/// <summary>What a report says, whatever its form. Text of the cluster in it is clean.</summary>
public sealed record HealthReport
{
    /// <summary>Makes a report.</summary>
    /// <param name="findings">The findings, in any order.</param>
    /// <param name="created">When it is made, UTC.</param>
    public HealthReport(IEnumerable<HealthFinding> findings, DateTimeOffset created)
    {
        Findings =
        [
            .. findings.Select(finding => (HealthFinding)CleanRecord.Of(finding)!)
                .OrderByDescending(finding => Rank(finding.Status)).ThenBy(finding => finding.Category)
                .ThenBy(finding => finding.Check, StringComparer.Ordinal)
                .ThenBy(finding => finding.Code, StringComparer.Ordinal)
                .ThenBy(finding => finding.Target, StringComparer.Ordinal),
        ];
        Areas =
        [
            .. Findings.GroupBy(finding => finding.Category).OrderBy(area => area.Key)
                .Select(area => new HealthArea(area.Key, area.First().Status, [.. area])),
        ];
        Created = created;
    }

    /// <summary>The statuses in the order in which people want to read them: the worst first.</summary>
    public static IReadOnlyList<HealthStatus> WorstFirst { get; } =
    [
        HealthStatus.Unhealthy, HealthStatus.Unknown, HealthStatus.Warning, HealthStatus.Healthy, HealthStatus.Skipped,
    ];

    /// <summary>The findings, the worst first.</summary>
    public IReadOnlyList<HealthFinding> Findings { get; }

    /// <summary>The parts of the cluster that have findings, in the order of <see cref="HealthCategory"/>.</summary>
    public IReadOnlyList<HealthArea> Areas { get; }

    /// <summary>When the report was made, UTC.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>What it is called.</summary>
    public string Title { get; init; } = "Cluster health";

    /// <summary>The context of the cluster. Null if the findings came without one.</summary>
    public string? Context { get; init; }

    /// <summary>The address of the API server. Null if the findings came without one.</summary>
    public string? Server { get; init; }

    /// <summary>The server's version. Null if it is not known.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The version of this module. Null if nobody has to know.</summary>
    public string? ModuleVersion { get; init; }

    /// <summary>The nodes; none if there is no connection, or they may not be read.</summary>
    public IReadOnlyList<ReportNode> Nodes { get; init; } = [];

    /// <summary>Why there are no nodes although they were asked for. Null if there are, or nobody asked.</summary>
    public string? NodesNote { get; init; }

    /// <summary>The kinds of problem by their identifiers; the titles of rules come from it.</summary>
    public IReadOnlyDictionary<string, HealthCode> Codes { get; init; } = new Dictionary<string, HealthCode>();

    /// <summary>Where the pages of this module are, with a slash at its end. Null if they are nowhere.</summary>
    public Uri? Pages { get; init; }

    /// <summary>The worst status; Skipped if there is nothing.</summary>
    public HealthStatus Worst => Findings.Count > 0 ? Findings[0].Status : HealthStatus.Skipped;

    /// <summary>From the start of the checks to the last finding.</summary>
    public TimeSpan Duration => Findings.Count > 0 ? Findings.Max(finding => finding.Duration) : TimeSpan.Zero;

    /// <summary>How many findings have a status.</summary>
    /// <param name="status">The status.</param>
    public int Count(HealthStatus status) => Findings.Count(finding => finding.Status == status);

    /// <summary>The title of a kind of problem. Null if it is not known.</summary>
    /// <param name="code">Its identifier. Null for none.</param>
    public string? TitleOf(string? code) =>
        code is not null && Codes.TryGetValue(code, out HealthCode? known) ? known.Title : null;

    /// <summary>The page about a kind of problem. Null if there is none.</summary>
    /// <param name="code">Its identifier. Null for none.</param>
    public Uri? PageOf(string? code) =>
        code is not null && Codes.ContainsKey(code) && Pages is not null
            ? new Uri(Pages, $"docs/health/{code}.md")
            : null;

    /// <summary>The result in one sentence, such as <c>2 unhealthy, 1 warning; 12 healthy</c>.</summary>
    public string Verdict => Findings.Count == 0
        ? "Nothing was tested"
        : string.Join(", ", WorstFirst.Select(status => (status, Count: Count(status)))
            .Where(one => one.Count > 0)
            .Select(one => $"{one.Count} {WordOf(one.status, one.Count)}"));

    /// <summary>The text of the report.</summary>
    /// <param name="format">The form.</param>
    public string Write(ReportFormat format)
    {
        // The names of contexts and nodes are from outside too.
        var clean = (HealthReport)CleanRecord.Of(this)!;
        return format switch
        {
            ReportFormat.Html => HtmlReport.Write(clean),
            ReportFormat.JUnit => JUnitReport.Write(clean),
            ReportFormat.Sarif => SarifReport.Write(clean),
            ReportFormat.Markdown => MarkdownReport.Write(clean),
            _ => BaselineReport.Write(clean),
        };
    }

    /// <summary>A status in a sentence, with the number before it.</summary>
    internal static string WordOf(HealthStatus status, int count) => status switch
    {
        HealthStatus.Warning => count == 1 ? "warning" : "warnings",
        HealthStatus.Unhealthy => "unhealthy",
        HealthStatus.Unknown => "unknown",
        HealthStatus.Healthy => "healthy",
        _ => "skipped",
    };

    /// <summary>What was not tested says less than what is well.</summary>
    private static int Rank(HealthStatus status) => status == HealthStatus.Skipped ? -1 : (int)status;
}
