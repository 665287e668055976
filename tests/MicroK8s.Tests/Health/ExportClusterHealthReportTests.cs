using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;
using MicroK8s.Health.Reports;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Health.Reports;
using MicroK8s.Tests.Nodes;

namespace MicroK8s.Tests.Health;

[Collection(NodeTests.Name)]
public sealed class ExportClusterHealthReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Shell _shell = new();

    public ExportClusterHealthReportTests()
    {
        _folder.Write("baseline.json", SampleReport.Make().Write(ReportFormat.Json));
        _shell.Run("$ExecutionContext.SessionState.Path.SetLocation($args[0])", _folder.Path).AssertNoErrors();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Several_forms_are_written_in_one_call_and_nothing_else_is_left()
    {
        IReadOnlyList<FileInfo> files = Run(
            "$findings | Export-ClusterHealthReport -Path a.html, b.xml, c.sarif, d.md, e.json -Title Shop -PassThru")
            .AssertNoErrors().As<FileInfo>();
        Assert.Equal(["a.html", "b.xml", "c.sarif", "d.md", "e.json"], files.Select(file => file.Name));
        Assert.Equal(
            ["<!DOCTYPE html>", "<?xml version=\"", "{\n  \"$schema\": ", "## Shop\n\n**❌ 3 ", "{\n  \"kind\": \"Cl"],
            files.Select(file => File.ReadAllText(file.FullName)[..15]));
        Assert.Equal(6, Directory.GetFileSystemEntries(_folder.Path).Length);
        Assert.Equal(
            WithoutTime(Text("baseline.json"))["findings"]!.ToJsonString(), WithoutTime(Text("e.json"))["findings"]!.ToJsonString());
    }

    [Fact]
    public void Without_a_path_the_text_comes_as_Markdown_or_in_the_form_that_is_named()
    {
        Assert.StartsWith("## Cluster health\n", Run("$findings | Export-ClusterHealthReport").TheOne<string>(), StringComparison.Ordinal);
        string sarif = Run("$findings | Export-ClusterHealthReport -Format sarif").TheOne<string>();
        Assert.Equal("2.1.0", $"{JsonNode.Parse(sarif)!["version"]}");
    }

    [Fact]
    public void Format_says_what_is_in_a_file_of_any_name()
    {
        Run("$findings | Export-ClusterHealthReport out.txt -Format JUnit").AssertNoErrors();
        Assert.StartsWith("<?xml", Text("out.txt"), StringComparison.Ordinal);
        ErrorRecord unknown = Run("$findings | Export-ClusterHealthReport out.txt").AssertError("InvalidSpec");
        Assert.Equal("-Path 'out.txt' has none of the extensions .html, .htm, .xml, .sarif, .md, .json.", unknown.Exception.Message);
    }

    [Theory]
    [InlineData("$finding")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($finding))")]

    // As JSON and CSV give them back.
    [InlineData("$o = @{}; foreach ($p in $finding.PSObject.Properties) { $o[$p.Name] = $p.Value -is [Enum] ? [long]$p.Value : $p.Value }; "
        + "$o.Duration = [pscustomobject]@{ Ticks = $finding.Duration.Ticks; Days = 0 }; [pscustomobject]$o")]
    [InlineData("$o = @{}; foreach ($p in $finding.PSObject.Properties) { $o[$p.Name] = \"$($p.Value)\" }; [pscustomobject]$o")]
    [InlineData("$o = @{}; foreach ($p in $finding.PSObject.Properties) { $o[$p.Name.ToLower()] = $p.Value }; $o")]
    public void Findings_that_come_back_make_the_same_report(string roundTrip)
    {
        string script = $"$(foreach ($finding in $args[0]) {{ {roundTrip} }}) | Export-ClusterHealthReport -Format JUnit";
        HealthReport report = SampleReport.Make(Changed) with { Codes = HealthChecks.Codes.ToDictionary(code => code.Id) };
        string after = _shell.Run(script, [Changed.ToArray()]).TheOne<string>();
        Assert.Equal(Cases(report.Write(ReportFormat.JUnit)), Cases(after));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_with_Force_and_before_that_nothing_is_written()
    {
        _folder.Write("b.md", "mine");
        ErrorRecord refused = Run("$findings | Export-ClusterHealthReport a.html, b.md").AssertError("AlreadyExists");
        Assert.Contains("b.md' already exists. Nothing was written", refused.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("-Force", refused.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(("mine", false), (Text("b.md"), File.Exists(Path.Combine(_folder.Path, "a.html"))));

        Run("$findings | Export-ClusterHealthReport a.html, b.md -Force").AssertNoErrors();
        Assert.StartsWith("## ", Text("b.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_writes_nothing_and_says_what_would_be_written()
    {
        EngineResult result = Run("$findings | Export-ClusterHealthReport a.html -WhatIf").AssertNoErrors();
        Assert.Contains("a.html as Html: 3 unhealthy, 1 unknown", result.HostText, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "a.html")));
    }

    [Theory]
    [InlineData("'text' | Export-ClusterHealthReport a.md", "-InputObject 'text' is not a health finding: it has no Status.")]
    [InlineData("[pscustomobject]@{Status='Broken'} | Export-ClusterHealthReport a.md",
        "-InputObject '@{Status=Broken}' is not a health finding: its Status 'Broken' must be one of Healthy, Skipped, Warning, Unknown, Unhealthy.")]
    [InlineData("$findings | Export-ClusterHealthReport no/such/a.md", null)]
    [InlineData("$findings | Export-ClusterHealthReport a.md, ./a.md", null)]
    [InlineData("$findings | Export-ClusterHealthReport . -Format Html", null)]
    [InlineData("$findings | Export-ClusterHealthReport -Force", null)]
    [InlineData("$findings | Export-ClusterHealthReport -PassThru", null)]
    [InlineData("$findings | Export-ClusterHealthReport Env:\\a.md", null)]
    public void What_cannot_be_is_refused_and_nothing_is_written(string script, string? said)
    {
        ErrorRecord error = Run(script).AssertError("InvalidSpec");
        if (said is not null) Assert.Equal(said, error.Exception.Message);
        Assert.Equal(["baseline.json"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void One_object_that_is_no_finding_keeps_the_whole_report_back()
    {
        EngineResult result = Run("$findings + 5 | Export-ClusterHealthReport a.md");
        result.AssertError("InvalidSpec");
        Assert.Contains("No report was made", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "a.md")));
    }

    [Fact]
    public void An_empty_pipeline_is_a_report_on_nothing_and_asks_no_server() => Assert.Contains(
        "Nothing was tested", _shell.Run("@() | Export-ClusterHealthReport").TheOne<string>(), StringComparison.Ordinal);

    [Fact]
    public void Without_input_all_checks_are_made_on_the_connection_and_the_nodes_are_read()
    {
        _shell.Run(
            "Export-ClusterHealthReport r.html, r.sarif, r.json -KubeConfig $args[0] -Context $args[1]",
            TestCluster.KubeConfig, TestCluster.Context).AssertNoErrors();
        JsonNode baseline = JsonNode.Parse(Text("r.json"))!;
        string[] checks = [.. baseline["findings"]!.AsArray().Select(one => $"{one!["check"]}")];
        Assert.Superset(new HashSet<string> { "Api", "Nodes", "Dns", "Pods", "Workloads" }, checks.ToHashSet());
        Assert.Equal(TestCluster.Context, $"{baseline["context"]}");
        Assert.StartsWith("v1.", $"{baseline["serverVersion"]}", StringComparison.Ordinal);
        string page = Text("r.html");
        Assert.Contains("<h2 id=\"nodes\">Nodes</h2>", page, StringComparison.Ordinal);
        Assert.Contains("<bdi>microk8s-test-node</bdi>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_does_not_answer_is_a_report()
    {
        using var file = new TemporaryFile(KubeConfigText.For("http://127.0.0.1:1"));
        string text = _shell.Run("Export-ClusterHealthReport -KubeConfig $args[0] -Timeout 1", file.Path).TheOne<string>();
        Assert.Contains("**❌ 1 unhealthy**", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_that_are_as_the_baseline_are_no_reason_to_fail()
    {
        string connect = "Connect-Cluster -KubeConfig $args[0] -Context $args[1] | Out-Null; ";
        object[] cluster = [TestCluster.KubeConfig, TestCluster.Context];
        _shell.Run(connect + "Test-ClusterHealth Nodes, Dns | Export-ClusterHealthReport now.json", cluster).AssertNoErrors();
        IReadOnlyList<HealthFinding> findings =
            _shell.Run(connect + "Test-ClusterHealth Nodes, Dns -Baseline now.json", cluster).AssertNoErrors().Every<HealthFinding>();
        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.Equal(HealthChange.Same, finding.Change));

        // A node that is not there any more.
        JsonNode baseline = JsonNode.Parse(Text("now.json"))!;
        baseline["findings"]!.AsArray().Add(JsonNode.Parse("""
            {"status": "Unhealthy", "code": "MK201", "check": "Nodes", "category": "Nodes", "target": "Node old",
             "kind": "Node", "name": "old", "evidence": "Not ready"}
            """));
        _folder.Write("old.json", baseline.ToJsonString());
        HealthFinding gone = _shell.Run(connect + "Test-ClusterHealth Nodes, Dns -Baseline old.json", cluster)
            .AssertNoErrors().Every<HealthFinding>()[^1];
        Assert.Equal(
            (HealthChange.Gone, "Node old", "Was Unhealthy in the baseline: Not ready", HealthStatus.Healthy),
            (gone.Change, gone.Target, gone.Evidence, gone.Status));
        Assert.True(_shell.Run(connect + "Test-ClusterHealth Nodes, Dns -Baseline old.json -Quiet", cluster).TheOne<bool>());
    }

    [Theory]
    [InlineData("none.json", "does not exist")]
    [InlineData("bad.json", "is not JSON (line 1, column 2)")]
    [InlineData("next.json", "has the schema version 2; this module reads 1")]
    [InlineData(".", "is a folder")]
    public void A_baseline_that_cannot_be_read_ends_the_test_before_it_asks_the_server(string file, string rule)
    {
        _folder.Write("bad.json", "no json");
        _folder.Write("next.json", """{"kind": "ClusterHealthReport", "schemaVersion": 2}""");
        ErrorRecord error = _shell.Run($"Test-ClusterHealth -Quiet -KubeConfig /no/such/file -Baseline {file}").AssertError("InvalidSpec");
        Assert.StartsWith("-Baseline '", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains($"{file}' {rule}", error.Exception.Message.Replace(_folder.Path, ".", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_wrong_before_does_not_fail_the_quiet_test_and_what_is_new_does()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync("baseline");
        string test = $"Test-ClusterHealth Pods -Namespace {ns.Name} -KubeConfig $args[0] -Context $args[1]";
        object[] cluster = [TestCluster.KubeConfig, TestCluster.Context];
        await CreateBrokenAsync(ns, "first");
        _shell.Run($"{test} | Export-ClusterHealthReport known.json", cluster).AssertNoErrors();
        Assert.False(_shell.Run($"{test} -Quiet", cluster).TheOne<bool>());
        Assert.True(_shell.Run($"{test} -Quiet -Baseline known.json", cluster).TheOne<bool>());

        await CreateBrokenAsync(ns, "second");
        Assert.False(_shell.Run($"{test} -Quiet -Baseline known.json", cluster).TheOne<bool>());
        IReadOnlyList<HealthFinding> findings =
            _shell.Run($"{test} -Baseline known.json", cluster).AssertNoErrors().Every<HealthFinding>();
        Assert.Equal(HealthChange.New, findings.Single(one => one.Name == "second").Change);
        Assert.Equal(HealthChange.Same, findings.Single(one => one.Name == "first").Change);
    }

    [Fact]
    public void The_forms_are_completed() => Assert.Equal(
        ["Html", "JUnit", "Json", "Markdown", "Sarif"], _shell.Complete("Export-ClusterHealthReport -Format "));

    private static async Task CreateBrokenAsync(TestNamespace ns, string name)
    {
        await ns.CreateAsync(ResourceTypes.Pod, $$$"""
            {"metadata": {"name": "{{{name}}}"}, "spec": {"terminationGracePeriodSeconds": 0,
             "containers": [{"name": "main", "image": "shop/no-such-image:v1.0"}]}}
            """);
        await ns.WaitForAsync(ResourceTypes.Pod, name, pod => pod.Json.Items("status", "containerStatuses")
            .Any(status => status.Text("state", "waiting", "reason") is "ErrImagePull" or "ImagePullBackOff"));
    }

    private static IEnumerable<HealthFinding> Changed => SampleReport.Findings.Select(finding =>
        finding.Status >= HealthStatus.Warning ? finding with { Change = HealthChange.New } : finding);

    /// <summary>Runs a script with the findings of the sample.</summary>
    private EngineResult Run(string script) => _shell.Run($"$findings = $args[0]; {script}", [SampleReport.Findings.ToArray()]);

    private string Text(string file) => File.ReadAllText(Path.Combine(_folder.Path, file));

    private static JsonObject WithoutTime(string json)
    {
        JsonObject file = JsonNode.Parse(json)!.AsObject();
        file.Remove("created");
        return file;
    }

    /// <summary>The findings without what a report adds by itself: the cluster and the time.</summary>
    private static string[] Cases(string xml) => [.. XDocument.Parse(xml).Descendants("testcase").Select(one => one.ToString())];
}
