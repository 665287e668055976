using MicroK8s.Health.Baseline;

namespace MicroK8s.Health.Reports;

/// <summary>The report that a later run is compared with.</summary>
internal static class BaselineReport
{
    /// <summary>The JSON of the baseline. What is gone is no finding of this run.</summary>
    public static string Write(HealthReport report) => BaselineFile.Write(new HealthBaseline(
        report.Created, [.. report.Findings.Where(finding => finding.Change != HealthChange.Gone)])
    {
        Context = report.Context,
        Server = report.Server,
        ServerVersion = report.ServerVersion,
    });
}
