using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using MicroK8s.Health.Reports;

namespace MicroK8s.Tests.Health.Reports;

public sealed class JUnitReportTests
{
    /// <summary>
    /// What Jenkins and Azure DevOps take of JUnit XML, and nothing more than that: elements, their order, attributes and
    /// their types.
    /// </summary>
    private const string Rules = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:simpleType name="seconds"><xs:restriction base="xs:string"><xs:pattern value="[0-9]+\.[0-9]{3}"/></xs:restriction></xs:simpleType>
          <xs:simpleType name="local"><xs:restriction base="xs:dateTime"><xs:pattern value="[^Z+]*"/></xs:restriction></xs:simpleType>
          <xs:complexType name="result"><xs:simpleContent><xs:extension base="xs:string">
            <xs:attribute name="type" use="required"/><xs:attribute name="message" use="required"/>
          </xs:extension></xs:simpleContent></xs:complexType>
          <xs:attributeGroup name="counts">
            <xs:attribute name="name" use="required"/>
            <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="time" type="seconds" use="required"/>
          </xs:attributeGroup>
          <xs:element name="testsuites"><xs:complexType><xs:sequence>
            <xs:element name="testsuite" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
              <xs:element name="properties"><xs:complexType><xs:sequence>
                <xs:element name="property" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
                  <xs:attribute name="name" use="required"/><xs:attribute name="value" use="required"/>
                </xs:complexType></xs:element>
              </xs:sequence></xs:complexType></xs:element>
              <xs:element name="testcase" maxOccurs="unbounded"><xs:complexType>
                <xs:choice>
                  <xs:element name="failure" type="result"/>
                  <xs:element name="error" type="result"/>
                  <xs:element name="skipped"><xs:complexType><xs:attribute name="message" use="required"/></xs:complexType></xs:element>
                  <xs:element name="system-out" type="xs:string"/>
                </xs:choice>
                <xs:attribute name="classname" use="required"/><xs:attribute name="name" use="required"/>
                <xs:attribute name="time" type="seconds" use="required"/>
              </xs:complexType></xs:element>
            </xs:sequence>
              <xs:attributeGroup ref="counts"/>
              <xs:attribute name="skipped" type="xs:nonNegativeInteger" use="required"/>
              <xs:attribute name="timestamp" type="local" use="required"/>
            </xs:complexType></xs:element>
          </xs:sequence><xs:attributeGroup ref="counts"/></xs:complexType></xs:element>
        </xs:schema>
        """;

    [Fact]
    public void The_file_follows_the_rules_whatever_is_in_it()
    {
        foreach (HealthReport report in new[] { SampleReport.Make(), SampleReport.MakeHostile(), SampleReport.Make([]) })
        {
            XDocument file = XDocument.Parse(report.Write(ReportFormat.JUnit));
            var schemas = new XmlSchemaSet();
            schemas.Add(null, XmlReader.Create(new StringReader(Rules)));
            file.Validate(schemas, (_, problem) => Assert.Fail(problem.Message));
            Assert.Equal("utf-8", file.Declaration!.Encoding);
        }
    }

    [Fact]
    public void A_status_is_a_failure_an_error_skipped_or_passed_and_the_counts_say_so()
    {
        XElement root = XDocument.Parse(SampleReport.Make().Write(ReportFormat.JUnit)).Root!;
        Assert.Equal(("14", "3", "1"), (Text(root, "tests"), Text(root, "failures"), Text(root, "errors")));
        Assert.Equal(["ControlPlane", "Nodes", "System", "Workloads", "Mesh"], root.Elements().Select(suite => Text(suite, "name")));
        foreach (XElement suite in root.Elements())
        {
            Assert.Equal(Text(suite, "tests"), $"{suite.Elements("testcase").Count()}");
            Assert.Equal(Text(suite, "failures"), $"{suite.Descendants("failure").Count()}");
            Assert.Equal(Text(suite, "errors"), $"{suite.Descendants("error").Count()}");
            Assert.Equal(Text(suite, "skipped"), $"{suite.Descendants("skipped").Count()}");
        }

        XElement pod = Case(root, "MK401 Pod shop/user-service-7cb95bb9fb-4wgr6");
        Assert.Equal(("Workloads.Pods", "0.250"), (Text(pod, "classname"), Text(pod, "time")));
        XElement failure = Assert.Single(pod.Elements());
        Assert.Equal(
            ("failure", "MK401", "Container user-service is in CrashLoopBackOff, 3 restarts, exit code 3"),
            (failure.Name.LocalName, Text(failure, "type"), Text(failure, "message")));
        Assert.Equal(
            """
            Unhealthy: Container crashes
            Target: Pod shop/user-service-7cb95bb9fb-4wgr6
            Evidence: Container user-service is in CrashLoopBackOff, 3 restarts, exit code 3
            Remediation: Get-MicroServiceLog user-service -Namespace shop -Previous -Tail 50
            """.ReplaceLineEndings("\n"), failure.Value);
        Assert.Equal("error", Assert.Single(Case(root, "MK001 kube-scheduler").Elements()).Name);
        Assert.Equal("skipped", Assert.Single(Case(root, "Istio").Elements()).Name);
        XElement warning = Assert.Single(Case(root, "MK410 Deployment shop/recommendations").Elements());
        Assert.Equal("system-out", warning.Name);
        Assert.StartsWith("Warning\n", warning.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_the_cluster_comes_back_as_it_is_but_for_what_XML_cannot_hold()
    {
        XElement root = XDocument.Parse(SampleReport.MakeHostile().Write(ReportFormat.JUnit)).Root!;
        string message = Text(root.Descendants("failure").Single(one => one.Parent!.Parent!.Attribute("name")!.Value == "Network"), "message");
        Assert.Contains("</script><script>window.broken=1</script><img src=x", message, StringComparison.Ordinal);
        Assert.EndsWith("]]> <!-- &amp; \ufffd", message, StringComparison.Ordinal);
    }

    private static XElement Case(XElement root, string name) =>
        root.Descendants("testcase").Single(one => one.Attribute("name")!.Value == name);

    private static string Text(XElement element, string attribute) => element.Attribute(attribute)!.Value;
}
