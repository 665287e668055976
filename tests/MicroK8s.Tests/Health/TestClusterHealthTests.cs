using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using MicroK8s.Health;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Nodes;
using MicroK8s.Tests.Streams;

namespace MicroK8s.Tests.Health;

[Collection(NodeTests.Name)]
public sealed class TestClusterHealthTests
{
    private const string ConnectLimited =
        "Connect-Cluster -KubeConfig $args[0] -Context microk8s-test-limited -Namespace limited-view | Out-Null; ";

    [Fact]
    public void A_healthy_cluster_has_findings_with_evidence()
    {
        using Shell shell = Shell.Connected("default");
        IReadOnlyList<HealthFinding> findings = shell.Run("Test-ClusterHealth Api, ControlLoops, Nodes, SystemPods, Dns")
            .AssertNoErrors().As<HealthFinding>();

        Assert.Equal(
            ["Api", "ControlLoops", "Dns", "Nodes", "SystemPods"], findings.Select(finding => finding.Check).Distinct().Order());
        Assert.Equal(2, findings.Count(finding => finding.Check == "ControlLoops"));
        Assert.All(
            findings.Where(finding => finding.Check is "Api" or "ControlLoops" or "Nodes" or "Dns"),
            finding => Assert.Equal((finding.Check, HealthStatus.Healthy), (finding.Check, finding.Status)));
        Assert.All(findings, finding => Assert.True(finding.Duration > TimeSpan.Zero && finding.Evidence.Length > 0));
    }

    [Fact]
    public async Task A_pod_that_cannot_pull_is_found_with_its_evidence_and_fails_the_quiet_test()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync("health");
        using Shell shell = Shell.Connected(ns.Name);
        Assert.True(shell.Run("Test-ClusterHealth Pods, Workloads -Quiet -Namespace $args[0]", ns.Name).TheOne<bool>());

        await ns.CreateAsync(ResourceTypes.Pod, Pod("broken", "shop/no-such-image:v1.0"));
        await ns.WaitForPodAsync(pod => pod.Json.Items("status", "containerStatuses")
            .Any(status => status.Text("state", "waiting", "reason") is "ErrImagePull" or "ImagePullBackOff"));

        HealthFinding finding = shell.Run("Test-ClusterHealth Pods -Namespace $args[0]", ns.Name).TheOne<HealthFinding>();
        Assert.Equal((HealthStatus.Unhealthy, $"Pod {ns.Name}/broken"), (finding.Status, finding.Target));
        Assert.Contains("cannot start", finding.Evidence, StringComparison.Ordinal);
        Assert.Equal($"Read the events of Pod {ns.Name}/broken: nothing controls it, so it is not started anew", finding.Remediation);
        Assert.False(shell.Run("Test-ClusterHealth Pods, Workloads -Quiet -Namespace $args[0]", ns.Name).TheOne<bool>());
    }

    [Fact]
    public async Task A_pod_that_crashes_is_found_with_its_exit_code()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync("health");
        await ns.CreateAsync(ResourceTypes.Pod, Pod("crash", "shop/crash:v1.0"));
        await ns.WaitForPodAsync(pod => pod.Json.Items("status", "containerStatuses").Any(
            status => status.At("lastState", "terminated") is not null || status.At("state", "terminated") is not null));

        using Shell shell = Shell.Connected(ns.Name);
        HealthFinding finding = shell.Run("Test-ClusterHealth Pods -Namespace $args[0]", ns.Name).TheOne<HealthFinding>();
        Assert.True(finding.Status is HealthStatus.Unhealthy or HealthStatus.Warning, $"{finding}");
        Assert.Contains("exit code", finding.Evidence, StringComparison.Ordinal);
        Assert.StartsWith("Read the log of container", finding.Remediation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_to_an_unknown_subset_is_found()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync("health");
        await ns.CreateAsync(ResourceTypes.Service, """
            {"metadata": {"name": "web"}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}}
            """);
        await ns.CreateAsync(ResourceTypes.VirtualService, """
            {"metadata": {"name": "web"}, "spec": {"hosts": ["web"],
             "http": [{"route": [{"destination": {"host": "web", "subset": "none"}}]}]}}
            """);
        using Shell shell = Shell.Connected(ns.Name);
        HealthFinding finding =
            shell.Run("Test-ClusterHealth IstioConfig -Namespace $args[0]", ns.Name).TheOne<HealthFinding>();
        Assert.Equal(
            (HealthStatus.Unhealthy, $"VirtualService {ns.Name}/web", $"IST0101: no DestinationRule that holds for callers in {ns.Name} has subset none of host web"),
            (finding.Status, finding.Target, finding.Evidence));
    }

    [Fact]
    public void A_user_with_few_rights_gets_unknown_and_never_healthy()
    {
        using var shell = new Shell();
        IReadOnlyList<HealthFinding> findings = shell.Run(
            ConnectLimited + "Test-ClusterHealth -Exclude Api, Certificates, Istio, Metrics", TestCluster.LimitedKubeConfig)
            .AssertNoErrors().As<HealthFinding>();
        Assert.All(findings, finding => Assert.Equal((finding.Check, HealthStatus.Unknown), (finding.Check, finding.Status)));
        Assert.All(findings, finding => Assert.Contains("AccessDenied", finding.Evidence, StringComparison.Ordinal));
        Assert.False(shell.Run(
            ConnectLimited + "Test-ClusterHealth Pods -Quiet", TestCluster.LimitedKubeConfig).TheOne<bool>());
    }

    [Fact]
    public void A_user_with_few_rights_can_test_the_namespace_they_may_read()
    {
        using var shell = new Shell();
        HealthFinding finding = shell.Run(
            ConnectLimited + "Test-ClusterHealth Pods -Namespace limited-view", TestCluster.LimitedKubeConfig)
            .TheOne<HealthFinding>();
        Assert.Equal(HealthStatus.Skipped, finding.Status);
    }

    [Fact]
    public void A_server_that_is_down_is_a_finding_and_fails_the_quiet_test()
    {
        using var file = new TemporaryFile(KubeConfigText.For("http://127.0.0.1:1"));
        using var shell = new Shell();
        HealthFinding finding = shell.Run("Test-ClusterHealth -KubeConfig $args[0]", file.Path).TheOne<HealthFinding>();
        Assert.Equal(("Api", HealthStatus.Unhealthy), (finding.Check, finding.Status));
        Assert.Contains("cannot be reached", finding.Evidence, StringComparison.Ordinal);
        EngineResult quiet = shell.Run("Test-ClusterHealth -KubeConfig $args[0] -Quiet -Verbose", file.Path);
        Assert.False(quiet.TheOne<bool>());
        Assert.Single(
            quiet.Verbose, text => text.Contains("Unhealthy: Api, http://127.0.0.1:1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_that_never_answers_is_a_finding_after_the_timeout()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var file = new TemporaryFile(KubeConfigText.For($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"));
        using var shell = new Shell();
        HealthFinding finding =
            shell.Run("Test-ClusterHealth -KubeConfig $args[0] -TimeoutSec 1", file.Path).TheOne<HealthFinding>();
        Assert.Equal((HealthStatus.Unhealthy, "No answer within 1 s"), (finding.Status, finding.Evidence));
    }

    [Theory]
    [InlineData("-Check xy*", "xy*")]
    [InlineData("-Exclude Nodez", "Nodez")]
    public void An_unknown_check_is_an_error_that_lists_the_known_ones(string parameters, string named)
    {
        using Shell shell = Shell.Connected("default");
        var error = shell.Run($"Test-ClusterHealth {parameters}").AssertError("InvalidSpec");
        Assert.Contains(named, error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Api, ControlLoops, AggregatedApis", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_and_exclude_take_wildcards()
    {
        using Shell shell = Shell.Connected("default");
        HealthFinding finding = shell.Run("Test-ClusterHealth -Check istio*, api -Exclude *config, Istio").TheOne<HealthFinding>();
        Assert.Equal("Api", finding.Check);
    }

    [Fact]
    public void A_namespace_that_does_not_exist_is_an_error()
    {
        using Shell shell = Shell.Connected("default");
        EngineResult result = shell.Run("Test-ClusterHealth Pods -Quiet -Namespace no-such-place");
        result.AssertError("NamespaceNotFound");
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_mistake_in_the_kubeconfig_is_an_error()
    {
        using var shell = new Shell();
        shell.Run("Test-ClusterHealth -Quiet -KubeConfig /no/such/file").AssertError("KubeConfigNotFound");
    }

    [Fact]
    public void Checks_are_completed()
    {
        using var shell = new Shell();
        Assert.Equal(["ControlLoops"], shell.Complete("Test-ClusterHealth -Check Con"));
        Assert.Equal(["Pods"], shell.Complete("Test-ClusterHealth -Exclude Nodes,Po"));
    }

    [Fact]
    public void The_table_shows_status_check_target_and_evidence()
    {
        using Shell shell = Shell.Connected("default");
        string table = shell.Show("Test-ClusterHealth Nodes");
        Assert.Matches(@"Status\s+Code\s+Check\s+Target\s+Evidence", table);
        Assert.Matches(@"Nodes\s+(all|the only|\d+ of)", table);
    }

    private static ObjectBuilder Pod(string name, string image) => ObjectBuilder.Pod(
        name, new JsonObject { ["name"] = "main", ["image"] = image, ["imagePullPolicy"] = "IfNotPresent" })
        .WithSpec("""{"terminationGracePeriodSeconds": 0}""");
}
