using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Streams;
using MicroK8s.Tests.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Errors;

/// <summary>
/// Objects that the API server takes as they are, with hostile text wherever it allows text, looked at in every way.
/// Alone, because whether the process belongs to a build agent holds for all of it.
/// </summary>
[Collection(Alone.Name), Trait(Alone.Name, Alone.InCluster)]
public sealed class HostileClusterTests
{
    /// <summary>An image that no node can pull: the API server only wants that it is not blank.</summary>
    private const string Image = "shop/none:" + HostileText.Sample;

    private const string Injection = "a'; $(evil) `n \u2019; evil \u201d";

    /// <summary>What the sample looks like when it is clean.</summary>
    private const string Clean = "xyz# #vso[task.complete]# #[error]é";

    /// <summary>Scripts, and whether the hostile text has to be seen in what they show.</summary>
    private static readonly (string Script, bool Shows)[] Looks =
    [
        ("Get-MicroService", false),
        ("Get-MicroServicePod", false),
        ("(Get-MicroServicePod bad).Containers", true),
        ("Get-MicroServiceEvent web", true),
        ("\"$(Get-MicroServiceEvent web)\"", true),
        ("Get-MicroServiceLog web", true),
        ("Get-RolloutHistory bad", true),
        ("Get-CanaryWeight", true),
        ("Resolve-MicroService web", false),
        ("Get-MicroServiceAccess", false), ("Get-MicroServiceAccess -Matrix", false), ("Test-MicroServiceAccess web -From bad", false),
        ("Grant-MicroServiceAccess web -From bad", false), ("Grant-MicroServiceAccess web -From bad -Port $hostile -Force", true),
        ("Grant-MicroServiceAccess web -Everyone -Path \"/$hostile\" -Mesh", true),
        ("Grant-MicroServiceAccess web -Everyone -Force -WhatIf", false), ("Revoke-MicroServiceAccess web -From bad", true),
        ("Revoke-MicroServiceAccess web -From * -WhatIf", true),
        ("Test-ClusterHealth -Namespace (Get-MicroService web).Namespace -Check Workloads, Pods", false),
        ("Test-ClusterHealth -Namespace (Get-MicroService web).Namespace -Check Workloads, Pods | Export-ClusterHealthReport", false),
        ("Export-MicroService bad, web", false),
        ("Wait-MicroService bad -Timeout 180", true),
        ("Wait-MicroService bad -Timeout 180; $Error[0].TargetObject; \"$($Error[0].TargetObject)\"", true),
        ("Set-CanaryWeight web 20", true),
        ("Set-CanaryWeight web 20 -RouteName nothing", true),
        ("Set-CanaryWeight web 20 -Subset nothing", true),
        ("Invoke-MicroServiceCommand web -- sh -c 'echo \"$A\" >&2; exit 3'", true),
        ("Invoke-MicroServiceCommand web -ErrorAction Stop -- sh -c 'echo \"$A\" >&2'", true),
        ("Wait-MicroService web -Timeout $hostile", true),
        ("New-MicroService new shop/web:v1.0 -Port $hostile", true),
        ("Set-MicroService bad -Image shop/web:v2.0 -WhatIf -Verbose", true),
        ("Set-MicroService web -PodAnnotation @{ note = 'x' } -WhatIf", true),
        ("Restart-MicroService web -WhatIf", true),
        ("Suspend-Rollout bad -WhatIf", false),
        ("Remove-MicroService web -Force -WhatIf", false), ("Remove-MicroService web", false),
        ("Export-MicroService bad | Publish-MicroService -WhatIf -Verbose", false),
        ("@(Get-CanaryWeight)[0] | Set-CanaryWeight -Weight 20 -Subset $shown -Force -WhatIf -Verbose", true),
        ("New-Canary web shop/web:v2.0 -WhatIf", false),
        ("Complete-Canary bad -Force -WhatIf", true), ("Remove-Canary bad -Force -WhatIf", false),
        ("Invoke-CanaryRollout web shop/web:v2.0 -WhatIf", false),
        ("Enable-MicroServiceMonitoring web -MonitorKind Annotations -WhatIf", false),
        ("Disable-MicroServiceMonitoring web -Force -WhatIf", false), ("Get-MicroServiceMetric web", false),
        ("Get-TrafficPolicy", true), ("Get-TrafficPolicy $hostile", false),
        ("Set-TrafficPolicy web -RequestTimeout 5s -RouteName nothing", true),
        ("Set-TrafficPolicy web -Subset $hostile -MaxConnections 5", true),
        ("Set-TrafficPolicy web -HashHeader x -LocalityFailover @{ a = 'b' } -WhatIf", true),
        ("Set-TrafficPolicy web -TlsHostname web.example -WhatIf", true),
        ("Set-TrafficPolicy web -LocalityDistribution @{ a = @{ $hostile = 5 } }", true),
        ("Remove-TrafficPolicy web -WhatIf", true),
    ];

    [Fact]
    public async Task Nothing_hostile_is_printed_by_any_cmdlet_view_error_or_preview()
    {
        await using TestNamespace space = await MakeAsync();
        using Shell shell = Shell.Connected(space.Name);
        foreach (string? build in new[] { null, "True" })
        {
            shell.Run("$env:TF_BUILD = $args[0]", build).AssertNoErrors();
            try
            {
                Assert.All(Looks, look => AssertClean(shell, look.Script, look.Shows));
                AssertRaw(shell, build is not null);
            }
            finally
            {
                shell.Run("$env:TF_BUILD = $null");
            }
        }
    }

    [Fact]
    public async Task What_is_shown_of_a_route_can_be_piped_and_typed_and_is_completed_without_being_run()
    {
        await using TestNamespace space = await MakeAsync();
        using Shell shell = Shell.Connected(space.Name);
        string route = $"first{Clean}";
        shell.Run("Set-CanaryWeight web 20 -RouteName $args[0] -Subset $args[1] -Force", route, $"canary{Clean}").AssertNoErrors();
        shell.Run(
            "Get-CanaryWeight | ? Route -eq $args[0] | Set-CanaryWeight -Weight 30 -Subset $args[1] -Force",
            route, $"canary{Clean}").AssertNoErrors();
        KubeObject written = await space.GetAsync(ResourceTypes.VirtualService, "web");
        JsonNode first = written.ToNode()["spec"]!["http"]![0]!;
        Assert.Equal($"first{HostileText.Sample}", (string?)first["name"]);
        Assert.Equal([70, 30], first["route"]!.AsArray().Select(item => (int)item!["weight"]!));

        IReadOnlyList<string> names = shell.Complete("Set-CanaryWeight web 10 -RouteName ");
        Assert.Equal(Injection, TextOf(Assert.Single(names, name => name.StartsWith('\''))));
        Assert.All(names, name => Assert.Null(HostileText.Find(name)));
        Assert.Empty(shell.Complete("Set-MicroService bad -Image "));
        string tips = shell.Run(
            """
            $line = 'Compare-RolloutRevision bad -FromRevision '
            [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches | % { $_.CompletionText + $_.ListItemText + $_.ToolTip }
            """).TheOne<string>();
        Assert.Contains(Clean, tips, StringComparison.Ordinal);
        Assert.Null(HostileText.Find(tips));
    }

    private static void AssertClean(Shell shell, string script, bool shows)
    {
        EngineResult result = shell.Run(
            $$"""
            $hostile, $shown = $args
            $PSStyle.OutputRendering = 'PlainText'
            $Error.Clear()
            & { {{script}} } *>&1 | % { $_; $_ | Out-Default }
            """, HostileText.Sample, $"canary{Clean}");
        string[] texts = [.. result.Output.SelectMany(item => Texts(item.BaseObject)), result.HostText];
        Assert.All(texts, text => Assert.True(
            HostileText.Find(text, keepsLines: true) is null, $"{script}: {HostileText.Find(text, keepsLines: true)}: {text}"));
        Assert.Empty(result.Output.SelectMany(item => HostileRecord.Find(item.BaseObject, forAgent: null)));
        Assert.True(!shows || texts.Any(text => text.Contains("xy", StringComparison.Ordinal)), $"{script}: {result.HostText}");
    }

    private static IEnumerable<string> Texts(object item) => item switch
    {
        ErrorRecord error =>
        [
            $"{error}", error.Exception.Message, $"{error.CategoryInfo}", error.ErrorDetails?.RecommendedAction ?? "",
            .. HostileRecord.Find(error.TargetObject ?? "", forAgent: null),
        ],
        _ => [$"{item}"],
    };

    /// <summary>Data for scripts has every character; under an agent all but its commands.</summary>
    private static void AssertRaw(Shell shell, bool forAgent)
    {
        string expected = forAgent
            ? HostileText.Sample.Replace("##vso", "# #vso", StringComparison.Ordinal).Replace("#\u200b#", "# \u200b#", StringComparison.Ordinal)
            : HostileText.Sample;
        Assert.Equal(expected, shell.Run("(Get-MicroServiceLog web).Text").TheOne<string>());
        Assert.Equal(expected, shell.Run("Invoke-MicroServiceCommand web -- sh -c 'echo \"$A\"'").TheOne<string>());
        Assert.Equal(HostileText.Sample, shell.Run("Invoke-MicroServiceCommand web -Raw -- sh -c 'printf %s \"$A\"'").TheOne<string>());
        string yaml = string.Concat(shell.Run("Export-MicroService bad").As<string>());
        Assert.Contains("""\x23\x23vso[task.complete]\x23\u200B\x23[error]""", yaml, StringComparison.Ordinal);
    }

    private static string TextOf(string argument)
    {
        ScriptBlockAst script = Parser.ParseInput($"x {argument}", out _, out ParseError[] errors);
        Assert.Empty(errors);
        var command = Assert.IsType<CommandAst>(Assert.IsType<PipelineAst>(Assert.Single(script.EndBlock.Statements)).PipelineElements[0]);
        return Assert.IsType<StringConstantExpressionAst>(command.CommandElements[1]).Value;
    }

    private static async Task<TestNamespace> MakeAsync()
    {
        TestNamespace space = await TestNamespace.CreateAsync("hostile");
        await space.CreateAsync(ResourceTypes.Deployment, Deployment("bad", Image, "true"));
        await space.CreateAsync(ResourceTypes.Deployment, Deployment("bad-canary", $"{Image}2", "true"));
        await space.CreateAsync(
            ResourceTypes.Deployment, Deployment("web", "shop/web:v1.0", "printf '%s\\n' \"$A\"; exec sleep 1000"));
        await space.CreateAsync(ResourceTypes.Service, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "web", ["annotations"] = new JsonObject { ["note"] = HostileText.Sample } },
            ["spec"] = JsonNode.Parse("""{"selector":{"app":"web"},"ports":[{"port":80}]}"""),
        }.ToJsonString());
        await space.CreateAsync(ResourceTypes.DestinationRule, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "web" },
            ["spec"] = new JsonObject
            {
                ["host"] = "web",
                ["subsets"] = new JsonArray(Subset("stable"), Subset("canary")),
                ["trafficPolicy"] = new JsonObject
                {
                    ["tls"] = new JsonObject { ["mode"] = "SIMPLE", ["sni"] = HostileText.Sample },
                    ["loadBalancer"] = new JsonObject
                    {
                        ["consistentHash"] = new JsonObject { ["httpHeaderName"] = HostileText.Sample },
                        ["localityLbSetting"] = new JsonObject
                        {
                            ["distribute"] = new JsonArray(new JsonObject
                            {
                                ["from"] = HostileText.Sample, ["to"] = new JsonObject { [HostileText.Sample] = 100 },
                            }),
                        },
                    },
                },
            },
        }.ToJsonString());
        await space.CreateAsync(ResourceTypes.NetworkPolicy, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = "grant",
                ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "MicroK8s.PowerShell" },
                ["annotations"] = new JsonObject
                {
                    ["microk8s-powershell/access-to"] = $"{space.Name}/web",
                    ["microk8s-powershell/access-from"] = $"{space.Name}/caller{HostileText.Sample}",
                },
            },
            ["spec"] = JsonNode.Parse("""{"podSelector":{"matchLabels":{"app":"none"}}}"""),
        }.ToJsonString());
        await space.CreateAsync(ResourceTypes.VirtualService, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "web" },
            ["spec"] = new JsonObject
            {
                ["hosts"] = new JsonArray("web"),
                ["http"] = new JsonArray(
                    Route($"first{HostileText.Sample}"), Route($"second{HostileText.Sample}"), Route(Injection)),
            },
        }.ToJsonString());
        await space.CreateAsync(ResourceTypes.Event, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "hostile" },
            ["involvedObject"] = new JsonObject
            {
                ["kind"] = "Deployment", ["name"] = "web", ["namespace"] = space.Name, ["apiVersion"] = "apps/v1",
                ["fieldPath"] = $"spec.containers{{{HostileText.Sample}}}",
            },
            ["reason"] = HostileText.Sample, ["message"] = HostileText.Sample, ["type"] = "Warning",
            ["source"] = new JsonObject { ["component"] = HostileText.Sample },
            ["firstTimestamp"] = "2026-01-01T00:00:00Z", ["lastTimestamp"] = "2026-01-01T00:00:00Z", ["count"] = 1,
        }.ToJsonString());
        await space.WaitForPodAsync(pod => pod.Labels["app"] == "web" && WorkloadPods.IsReady(pod));
        await space.WaitForPodAsync(pod => pod.Labels["app"] == "bad" && PodStatus(pod) == "InvalidImageName");
        return space;
    }

    private static ObjectBuilder Deployment(string name, string image, string script) => TestDeployment.Of(name, image).With(deployment =>
    {
        deployment.Metadata["annotations"] = new JsonObject
        {
            ["kubernetes.io/change-cause"] = HostileText.Sample,
            ["azure-pipelines/run"] = HostileText.Sample,
            ["azure-pipelines/requested-for"] = HostileText.Sample,
        };
        deployment.Template["metadata"]!["annotations"] = new JsonObject { ["note"] = HostileText.Sample };
        deployment.Script(script);
        deployment.Environment("A", HostileText.Sample);
    });

    private static JsonObject Subset(string name) => new()
    {
        ["name"] = name + HostileText.Sample, ["labels"] = new JsonObject { ["track"] = name },
    };

    private static JsonObject Route(string name) => new()
    {
        ["name"] = name,
        ["route"] = new JsonArray(
            new JsonObject { ["destination"] = Destination("stable"), ["weight"] = 90 },
            new JsonObject { ["destination"] = Destination("canary"), ["weight"] = 10 }),
    };

    private static JsonObject Destination(string subset) =>
        new() { ["host"] = "web", ["subset"] = subset + HostileText.Sample };

    private static string? PodStatus(KubeObject pod) => pod.Json.Items("status", "containerStatuses")
        .Select(status => status.Text("state", "waiting", "reason")).FirstOrDefault();
}
