using System.Globalization;
using System.Text;
using System.Xml;

namespace MicroK8s.Health.Reports;

/// <summary>
/// JUnit XML as Jenkins (jenkinsci/xunit-plugin, junit-10.xsd) and the task PublishTestResults of Azure DevOps read it:
/// a suite for each part of the cluster, a case for each finding.
/// </summary>
/// <remarks>
/// Unhealthy is a failure. Unknown is an error: a failure is a test that found something, an error one that could not
/// be made. A warning passes, with its text as output; Skipped is skipped.
/// </remarks>
internal static class JUnitReport
{
    public static string Write(HealthReport report)
    {
        using var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            Attribute(xml, "name", report.Title);
            Counts(xml, report.Findings);
            foreach (HealthArea area in report.Areas) Suite(xml, report, area);
            xml.WriteEndElement();
        }

        return text + "\n";
    }

    private static void Suite(XmlWriter xml, HealthReport report, HealthArea area)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", $"{area.Category}");
        Counts(xml, area.Findings);
        Attribute(xml, "skipped", $"{area.Count(HealthStatus.Skipped)}");
        Attribute(
            xml, "timestamp", report.Created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteStartElement("properties");
        Property(xml, "context", report.Context);
        Property(xml, "server", report.Server);
        Property(xml, "serverVersion", report.ServerVersion);
        Property(xml, "moduleVersion", report.ModuleVersion);
        Property(xml, "warnings", $"{area.Count(HealthStatus.Warning)}");
        xml.WriteEndElement();
        foreach (HealthFinding finding in area.Findings) Case(xml, report, finding);
        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, HealthReport report, HealthFinding finding)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", $"{finding.Category}.{finding.Check}");
        Attribute(xml, "name", finding.Code is null ? finding.Target : $"{finding.Code} {finding.Target}");
        Attribute(xml, "time", Seconds(finding.Duration));
        switch (finding.Status)
        {
            case HealthStatus.Unhealthy: Result(xml, "failure", report, finding); break;
            case HealthStatus.Unknown: Result(xml, "error", report, finding); break;
            case HealthStatus.Skipped:
                xml.WriteStartElement("skipped");
                Attribute(xml, "message", finding.Evidence);
                xml.WriteEndElement();
                break;
            default:
                xml.WriteStartElement("system-out");
                xml.WriteString(Valid(Describe(report, finding)));
                xml.WriteEndElement();
                break;
        }

        xml.WriteEndElement();
    }

    private static void Result(XmlWriter xml, string element, HealthReport report, HealthFinding finding)
    {
        xml.WriteStartElement(element);
        Attribute(xml, "type", finding.Code ?? $"{finding.Status}");
        Attribute(xml, "message", finding.Evidence);
        xml.WriteString(Valid(Describe(report, finding)));
        xml.WriteEndElement();
    }

    private static string Describe(HealthReport report, HealthFinding finding)
    {
        string title = report.TitleOf(finding.Code) is { } known ? $": {known}" : "";
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{finding.Status}{title}\n")
            .Append(CultureInfo.InvariantCulture, $"Target: {finding.Target}\nEvidence: {finding.Evidence}");
        if (finding.Remediation is not null) text.Append("\nRemediation: ").Append(finding.Remediation);
        if (finding.Change is not null) text.Append("\nChange: ").Append(finding.Change);
        return text.ToString();
    }

    private static void Counts(XmlWriter xml, IReadOnlyList<HealthFinding> findings)
    {
        Attribute(xml, "tests", $"{findings.Count}");
        Attribute(xml, "failures", $"{findings.Count(finding => finding.Status == HealthStatus.Unhealthy)}");
        Attribute(xml, "errors", $"{findings.Count(finding => finding.Status == HealthStatus.Unknown)}");
        Attribute(xml, "time", Seconds(findings.Select(finding => finding.Duration).DefaultIfEmpty().Max()));
    }

    private static void Property(XmlWriter xml, string name, string? value)
    {
        if (value is null) return;
        xml.WriteStartElement("property");
        Attribute(xml, "name", name);
        Attribute(xml, "value", value);
        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, string value) =>
        xml.WriteAttributeString(name, Valid(value));

    private static string Seconds(TimeSpan time) =>
        Math.Max(0, time.TotalSeconds).ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>XML has no form for a few characters that a text may have, such as U+FFFF.</summary>
    private static string Valid(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        var valid = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            valid.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\ufffd" : rune.ToString());
        }

        return valid.ToString();
    }

    /// <summary>The writer puts the encoding of its target into the declaration.</summary>
    private sealed class Utf8Text() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    }
}
