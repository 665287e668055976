using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Seed;

/// <summary>
/// The example pipelines, step by step in a real pwsh as their agents run it, on the real cluster. Only what builds,
/// tests and pushes an image is left out, and what publishes results: those are the agent's own tasks.
/// </summary>
public sealed partial class PipelineExampleTests
{
    private const string Bad = "v0.0-not-built";

    [Fact]
    public async Task Azure_pipeline_rolls_a_good_image_out_and_a_bad_one_back()
    {
        string path = Path.Combine(Repository.Root, "examples", "azure-pipelines.yml");
        JsonNode pipeline = Adapter.Backend().Yaml.Read(await File.ReadAllTextAsync(path), path).Single().Root;
        JsonObject[] all = [.. pipeline["steps"]!.AsArray().Select(step => step!.AsObject())];
        Assert.Equal(
            ["Docker@2", "script", "DownloadSecureFile@1", "PowerShell@2", "PowerShell@2", "PowerShell@2", "PublishTestResults@2"],
            all.Select(step => (string?)step["task"] ?? step.First().Key));
        JsonObject[] steps = [.. all.Where(step => (string?)step["task"] == "PowerShell@2")];

        // The agent's task asks for pwsh only so; and what stands in a script with $( ) would be run.
        Assert.All(steps, step => Assert.True((bool)step["inputs"]!["pwsh"]!));
        string[] scripts = [.. steps.Select(step => (string)step["inputs"]!["script"]!)];
        Assert.All(scripts, script => Assert.DoesNotContain("$(", script, StringComparison.Ordinal));
        Assert.All(
            steps.Skip(1), step => Assert.Equal("$(kubeconfig.secureFilePath)", (string?)step["env"]!["KUBECONFIG"]));
        Assert.Equal(
            ["image", "moduleFeed", "namespace", "service"],
            pipeline["variables"]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));

        // azure-pipelines-tasks, PowerShellV2: stops at the first error, and hands an exit code on.
        await ProveAsync(
            scripts.Select(script => $"$ErrorActionPreference = 'Stop'\n{script}\n"
                + "if (Test-Path -LiteralPath variable:\\LASTEXITCODE) { exit $LASTEXITCODE }\n"),
            new Dictionary<string, string>
            {
                ["TF_BUILD"] = "True",
                ["BUILD_BUILDID"] = "4711",
                ["BUILD_DEFINITIONNAME"] = "shop",
                ["BUILD_REQUESTEDFOR"] = "Ada",
                ["SYSTEM_COLLECTIONURI"] = "https://dev.azure.com/example/",
                ["SYSTEM_TEAMPROJECT"] = "shop",
            },
            workload => Assert.Equal("v2.0", workload.Annotations["azure-pipelines/run"]));
    }

    [Fact]
    public async Task Jenkins_pipeline_rolls_a_good_image_out_and_a_bad_one_back()
    {
        string text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "examples", "Jenkinsfile"));
        string[] scripts = [.. PwshStep().Matches(text).Select(step => step.Groups[1].Value)];
        Assert.Equal(3, scripts.Length);
        Assert.Equal(text.Count(sign => sign == '{'), text.Count(sign => sign == '}'));

        // In ''' ''' Groovy puts nothing in, so variables are PowerShell's; a backslash would be Groovy's.
        Assert.All(scripts, script => Assert.DoesNotContain('\\', script));
        await ProveAsync(
            scripts, new Dictionary<string, string>
            {
                ["JENKINS_URL"] = "https://jenkins.example.com/",
                ["BUILD_TAG"] = "jenkins-shop-main-42",
                ["BUILD_ID"] = "42",
                ["JOB_NAME"] = "shop/main",
            },
            workload => Assert.Equal("jenkins-shop-main-42", workload.Annotations["kubernetes.io/change-cause"]));
    }

    /// <summary>A good run, then a bad one: installed once, as on an agent that lives.</summary>
    private static async Task ProveAsync(
        IEnumerable<string> steps, IReadOnlyDictionary<string, string> variables, Action<KubeObject> check)
    {
        string[] scripts = [.. steps];
        await using TestNamespace ns = await TestNamespace.CreateAsync("pipeline");
        using (var shell = Shell.Connected(ns.Name))
        {
            shell.Run("New-MicroService web shop/web:v1.0 -Port 8080 -ReadinessProbe /ready:8080 -Wait").AssertNoErrors();
        }

        using var agent = new BuildAgent(ns.Name, variables);
        await agent.PublishModuleAsync();
        foreach (string script in scripts)
        {
            (int code, string shown) = await agent.RunAsync(script, "v2.0");
            Assert.True(code == 0, shown);
        }

        KubeObject good = await ns.GetAsync(ResourceTypes.Deployment, "web");
        Assert.Equal("shop/web:v2.0", ImageOf(good));
        check(good);

        // What PublishTestResults@2 and junit read.
        string report = Path.Combine(agent.Folder, "health.xml");
        Assert.Equal(
            ["Network.Services", "Workloads.Pods", "Workloads.Workloads"],
            XDocument.Load(report).Descendants("testcase").Select(one => one.Attribute("classname")!.Value).Distinct()
                .Order(StringComparer.Ordinal));
        File.Delete(report);

        (int failed, string said) = await agent.RunAsync(scripts[1], Bad);
        Assert.True(failed != 0, said);

        // PowerShell breaks an error into lines, with a bar before each.
        Assert.Contains($"image'shop/web:{Bad}'", Layout().Replace(said, ""), StringComparison.Ordinal);
        Assert.Equal("shop/web:v2.0", ImageOf(await ns.GetAsync(ResourceTypes.Deployment, "web")));
        (int last, string told) = await agent.RunAsync(scripts[2], Bad);
        Assert.True(last == 0 && File.Exists(report), told);
    }

    private static string? ImageOf(KubeObject workload) =>
        (string?)workload.ToNode()["spec"]!["template"]!["spec"]!["containers"]![0]!["image"];

    [GeneratedRegex(@"\x1b\[[0-9;]*m|[\s|]+")]
    private static partial Regex Layout();

    [GeneratedRegex("pwsh '''(.*?)'''", RegexOptions.Singleline)]
    private static partial Regex PwshStep();
}
