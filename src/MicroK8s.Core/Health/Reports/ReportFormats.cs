namespace MicroK8s.Health.Reports;

/// <summary>Which form a file gets by its extension.</summary>
public static class ReportFormats
{
    private static readonly Dictionary<string, ReportFormat> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = ReportFormat.Html,
        [".htm"] = ReportFormat.Html,
        [".xml"] = ReportFormat.JUnit,
        [".sarif"] = ReportFormat.Sarif,
        [".md"] = ReportFormat.Markdown,
        [".json"] = ReportFormat.Json,
    };

    /// <summary>The extensions that say a form.</summary>
    public static IReadOnlyCollection<string> Known => Extensions.Keys;

    /// <summary>The form of a file. Null if its extension says none.</summary>
    /// <param name="path">The path of the file; <c>.sarif.json</c> is SARIF.</param>
    public static ReportFormat? Of(string path) =>
        path.EndsWith(".sarif.json", StringComparison.OrdinalIgnoreCase) ? ReportFormat.Sarif
        : Extensions.TryGetValue(Path.GetExtension(path), out ReportFormat format) ? format
        : null;
}
