namespace MicroK8s.Health.Reports;

/// <summary>The forms of a health report.</summary>
public enum ReportFormat
{
    /// <summary>One page for a browser, with everything in it.</summary>
    Html,

    /// <summary>Test results, as Jenkins and Azure DevOps publish them.</summary>
    JUnit,

    /// <summary>SARIF 2.1.0, the form of static analysis results.</summary>
    Sarif,

    /// <summary>GitHub Flavored Markdown, for the summary page of a pipeline.</summary>
    Markdown,

    /// <summary>The baseline that a later run is compared with.</summary>
    Json,
}
