using System.Management.Automation;
using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Services;

public sealed class NewMicroServiceTests
{
    [Fact]
    public async Task A_service_is_made_awaited_and_reachable_by_its_labels()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.Run(
            """
            New-MicroService web shop/web:v1.0 -Port http:80:8080 -Replicas 2 `
                -ReadinessProbe @{ Path = '/ready'; PeriodSeconds = 1 } `
                -LivenessProbe /health:http -StartupProbe tcp:8080 -Request @{ cpu = '10m'; memory = '16Mi' } `
                -Limit @{ memory = '64Mi' } -Environment @{ GREETING = 'hello' } -Label @{ team = 'shop' } -Wait
            """);
        MicroService service = result.TheOne<MicroService>();
        Assert.Equal((MicroServiceStatus.Healthy, "2/2", "v1.0", "stable"), (
            service.Status, service.Readiness, service.Version, service.Track));
        Assert.Contains(result.Progress, bar => bar.Activity.Contains($"{ns.Name}/web", StringComparison.Ordinal));
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);

        KubeObject made = await ns.GetAsync(ResourceTypes.Service, "web");
        Assert.Equal("web", made.Json.Text("spec", "selector", "app"));
        Assert.Equal("shop", made.Labels["team"]);
        Assert.All(await ns.ListAsync(ResourceTypes.Pod), pod => Assert.Equal("v1.0", pod.Labels["version"]));
        KubeObject endpoints = await ns.GetAsync(ResourceTypes.Endpoints, "web");
        Assert.Equal(2, endpoints.Json.Items("subsets").Single().Items("addresses").Count());
    }

    [Fact]
    public async Task Rows_of_a_table_become_services_and_blank_cells_mean_the_default()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.Run(
            """
            function Row($Name, $Image, $Port, $Replicas, $Request) {
                [pscustomobject]@{
                    Name = $Name; Image = $Image; Port = $Port; Replicas = $Replicas; Request = $Request
                    ReadinessProbe = ''
                }
            }
            $(
                Row a shop/web:v1.0 '80:8080,metrics:9090' '' 'cpu=10m; memory=16Mi'
                Row Bad shop/web:v1.0 '' '1' ''
                Row b shop/web:v2.0 '' '0' ''
            ) | New-MicroService
            """);
        result.AssertError("InvalidSpec");
        Assert.Equal(
            [("a", 1, "v1.0"), ("b", 0, "v2.0")],
            result.As<MicroService>().Select(service => (service.Name, service.Desired, service.Version)).Order());
        Assert.Equal(["a"], (await ns.ListAsync(ResourceTypes.Service)).Select(service => service.Name));
        KubeObject a = await ns.GetAsync(ResourceTypes.Deployment, "a");
        JsonElement container = a.Json.Items("spec", "template", "spec", "containers").Single();
        Assert.Equal("10m", container.Text("resources", "requests", "cpu"));
    }

    [Fact]
    public async Task An_existing_name_is_an_error_and_nothing_changes()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0").AssertNoErrors();
        ErrorRecord error = shell.Run("New-MicroService web shop/web:v2.0 -Port 80").AssertError("AlreadyExists");
        Assert.Contains($"Deployment {ns.Name}/web", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ResourceExists, error.CategoryInfo.Category);
        Assert.Equal("v1.0", shell.Run("Get-MicroService web").TheOne<MicroService>().Version);
        Assert.Null(await ns.FindAsync(ResourceTypes.Service, "web"));

        KubeObject foreign = await ns.CreateAsync(
            ResourceTypes.Service, """{ "metadata": { "name": "api" }, "spec": { "ports": [ { "port": 80 } ] } }""");
        error = shell.Run("New-MicroService api shop/web:v2.0 -Port 80").AssertError("AlreadyExists");
        Assert.Contains($"Service {ns.Name}/api", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"kubectl delete services api --namespace {ns.Name}", error.ErrorDetails.RecommendedAction,
            StringComparison.Ordinal);
        Assert.Null(await ns.FindAsync(ResourceTypes.Deployment, "api"));
        Assert.Equal(foreign.ResourceVersion, (await ns.GetAsync(ResourceTypes.Service, "api")).ResourceVersion);
    }

    [Fact]
    public async Task A_name_that_a_workload_of_another_kind_has_is_taken()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Port 80 -Replicas 0").AssertNoErrors();
        ErrorRecord error = shell.Run("New-MicroService web shop/web:v1.0 -Port 80 -Kind StatefulSet -Replicas 0")
            .AssertError("AlreadyExists");
        Assert.StartsWith($"Deployment {ns.Name}/web already exists", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Set-MicroService", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(await ns.ListAsync(ResourceTypes.StatefulSet));
    }

    [Fact]
    public async Task Wrong_input_is_refused_with_its_parameter_before_anything_is_written()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        foreach ((string arguments, string said) in BadInput)
        {
            ErrorRecord error = shell.Run($"New-MicroService {arguments}").AssertError("InvalidSpec");
            Assert.StartsWith(said, error.Exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await ns.ListAsync(ResourceTypes.Deployment));
        Assert.Empty(await ns.ListAsync(ResourceTypes.Service));
    }

    [Fact]
    public async Task What_only_the_server_knows_leaves_nothing_behind_either()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Namespace nowhere").AssertError("NamespaceNotFound");
        shell.Run("New-MicroService web shop/web:v1.0 -Request @{ 'a.io/gpu' = '1k' } -Limit @{ 'a.io/gpu' = 2000 }")
            .AssertError("InvalidSpec");
        await TestQuota.CloseAsync(ns, ResourceTypes.Service);
        ErrorRecord error = shell.Run("New-MicroService web shop/web:v1.0 -Port 80").AssertError("QuotaExceeded");
        Assert.Contains("few-services", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(await ns.ListAsync(ResourceTypes.Deployment));
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0").AssertNoErrors();
    }

    [Fact]
    public void A_user_without_the_right_is_told_what_was_refused()
    {
        using var shell = new Shell();
        ErrorRecord error = shell.Run(
            "New-MicroService web shop/web:v1.0 -KubeConfig $args[0] -Namespace limited-view",
            TestCluster.LimitedKubeConfig)
            .AssertError("AccessDenied");
        Assert.Contains("create Deployment limited-view/web", error.Exception.Message, StringComparison.Ordinal);
    }

    private static readonly (string Arguments, string Said)[] BadInput =
    [
        ("Web shop/web:v1.0", "-Name 'Web'"),
        ("web 'shop/web v1.0'", "-Image 'shop/web v1.0'"),
        ("web shop/web -Namespace A", "-Namespace 'A'"),
        ("web shop/web -Port 80,80", "-Port '80'"),
        ("web shop/web -Port 0", "-Port '0'"),
        ("web shop/web -Replicas -1", "-Replicas '-1'"),
        ("web shop/web -Request @{ memory = '64MB' }", "-Request 'memory=64MB'"),
        ("web shop/web -Request @{ cpu = 2 } -Limit @{ cpu = 1 }", "-Request 'cpu=2'"),
        ("web shop/web -Limit @{ ram = '1Gi' }", "-Limit 'ram'"),
        ("web shop/web -Environment @{ '1A' = 'x' }", "-Environment '1A'"),
        ("web shop/web -Environment @{ A = $null }", "-Environment 'A'"),
        ("web shop/web -Label @{ team = 'a b' }", "-Label 'team=a b'"),
        ("web shop/web -Label @{ app = 'x' }", "-Label 'app'"),
        ("web shop/web -Annotation @{ 'a b' = 'x' }", "-Annotation 'a b'"),
        ("web shop/web -LivenessProbe healthz", "-LivenessProbe 'healthz'"),
        ("web shop/web -ReadinessProbe /ready", "-ReadinessProbe '/ready'"),
        ("web shop/web -StartupProbe @{ Path = '/'; Peroid = 3 }", "-StartupProbe 'Peroid'"),
        ("web shop/web -StartupProbe 5", "-StartupProbe '5'"),
    ];
}
