using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Changes;

public sealed class SetMicroServiceTests
{
    private const string Several =
        "Set-MicroService web -Image shop/web:v2.0 -Replicas 2 -Environment @{ A = $null; SECRET = 'geheim' } "
        + "-Limit @{ cpu = '0.01' } -ReadinessProbe /ready -Label @{ team = 'blue' } -PodAnnotation @{ note = 'x' } "
        + "-SessionAffinity ClientIP ";

    [Fact]
    public async Task Several_changes_make_one_revision_and_the_same_again_makes_none()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Port http:80:8080 -Environment @{ A = '1' } -Wait").AssertNoErrors();

        EngineResult whatIf = shell.Run(Several + "-WhatIf").AssertNoErrors();
        foreach (string line in new[]
        {
            "spec.template.spec.containers[web].image: shop/web:v1.0 → shop/web:v2.0", "spec.replicas: 1 → 2",
            "limits.cpu: (none) → 10m", "readinessProbe.periodSeconds: (none) → 10", "env[SECRET].value: (none) → (hidden)",
            "spec.sessionAffinity: None → ClientIP", "metadata.labels.team: (none) → blue",
        })
        {
            Assert.Contains(line, whatIf.HostText, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("geheim", whatIf.HostText, StringComparison.Ordinal);
        Assert.Equal(1, (await ns.GetAsync(ResourceTypes.Deployment, "web")).Generation);

        MicroService service = shell.Run(Several + "-Wait -PassThru").TheOne<MicroService>();
        Assert.Equal((MicroServiceStatus.Healthy, "v2.0", "2/2"), (service.Status, service.Version, service.Readiness));
        KubeObject deployment = await ns.GetAsync(ResourceTypes.Deployment, "web");
        Assert.Equal(2, (await ns.ListAsync(ResourceTypes.ReplicaSet)).Count);
        Assert.Equal(
            "image shop/web:v2.0, environment A, SECRET, limit cpu 10m, readiness probe, pod annotation note",
            deployment.Annotations["kubernetes.io/change-cause"]);
        Assert.Equal("blue", deployment.Labels["team"]);
        Assert.Null(deployment.Json.Text("spec", "template", "metadata", "labels", "team"));
        KubeObject front = await ns.GetAsync(ResourceTypes.Service, "web");
        Assert.Equal(("ClientIP", "blue"), (front.Json.Text("spec", "sessionAffinity"), front.Labels["team"]));

        EngineResult again = shell.Run(Several + "-Verbose").AssertNoErrors();
        Assert.Contains(again.Verbose, line => line.Contains("nothing is written", StringComparison.Ordinal));
        Assert.Equal(deployment.Generation, (await ns.GetAsync(ResourceTypes.Deployment, "web")).Generation);
        Assert.Equal(front.ResourceVersion, (await ns.GetAsync(ResourceTypes.Service, "web")).ResourceVersion);
    }

    [Fact]
    public async Task A_port_that_moves_is_answered_at_the_new_number_and_removed_fields_are_gone()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Port http:80:8080 -ReadinessProbe /ready -LivenessProbe /health -Wait")
            .AssertNoErrors();
        EngineResult moved = shell.Run(
            "Set-MicroService web -Port http:80:9090 -Environment @{ PORT = '9090' } -LivenessProbe $null -Wait")
            .AssertNoErrors();
        Assert.Empty(moved.Warnings);

        KubeObject service = await ns.GetAsync(ResourceTypes.Service, "web");
        Assert.Equal("http", service.Json.Items("spec", "ports").Single().Text("targetPort"));
        ServerAnswer answer = await TestCluster.Admin.ProbeAsync(
            $"api/v1/namespaces/{ns.Name}/services/web:http/proxy/healthz", CancellationToken.None);
        Assert.Equal(200, answer.Status);
        var container = (await ns.GetAsync(ResourceTypes.Deployment, "web"))
            .Json.Items("spec", "template", "spec", "containers").Single();
        Assert.Equal(9090, container.Items("ports").Single().Count("containerPort"));
        Assert.Equal(9090, container.Count("readinessProbe", "httpGet", "port"));
        Assert.Null(container.At("livenessProbe"));
    }

    [Fact]
    public async Task Services_come_down_the_pipeline_and_one_without_a_service_gets_its_first_port()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("'api-a', 'api-b', 'web' | % { New-MicroService $_ shop/web:v1.0 -Replicas 0 }").AssertNoErrors();
        EngineResult result = shell.Run("Get-MicroService api* | Set-MicroService -Image shop/web:v2.0 -Port 80:8080");
        Assert.Empty(result.AssertNoErrors().Output);
        Assert.Equal(["v2.0", "v2.0", "v1.0"], shell.Run("Get-MicroService").As<MicroService>().Select(s => s.Version));
        KubeObject made = await ns.GetAsync(ResourceTypes.Service, "api-a");
        Assert.Equal("api-a", made.Json.Text("spec", "selector", "app"));
        shell.Run("Set-MicroService web -SessionAffinity ClientIP").AssertError("InvalidSpec");
    }

    [Fact]
    public async Task Wrong_input_is_refused_and_the_other_names_go_on()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0").AssertNoErrors();
        foreach (string arguments in new[]
        {
            "web", "web -Replicas -1", "web -Replicas ''", "web -Image 'a b'", "web -Container web -Replicas 0", "w* -Replicas 0",
            "web -Image x -Container y", "web -Image x -RollbackOnFailure", "web -Partition 1",
            "web -Request @{ cpu = '2' } -Limit @{ cpu = '1' }", "web -ReadinessProbe @{ Grpc = 8080 }",
        })
        {
            shell.Run($"Set-MicroService {arguments}").AssertError("InvalidSpec");
        }

        shell.Run("Set-MicroService web -Replicas 1.6").AssertError("ParameterArgumentTransformationError");
        EngineResult result = shell.Run("Set-MicroService nothing, web -Image shop/web:v2.0 -PassThru");
        result.AssertError("ResourceNotFound");
        Assert.Equal("v2.0", Assert.Single(result.As<MicroService>()).Version);
    }

    [Fact]
    public async Task A_number_from_a_variable_that_is_not_set_is_not_zero()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0 -RunAsUser 1000").AssertNoErrors();
        shell.Run("Set-MicroService web -RunAsUser $env:THERE_IS_NO_SUCH_USER").AssertNoErrors();
        KubeObject deployment = await ns.GetAsync(ResourceTypes.Deployment, "web");
        Assert.DoesNotContain("runAsUser", deployment.Json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_without_the_right_is_told_what_was_refused()
    {
        using var shell = new Shell();
        shell.Run(
            "Set-MicroService web -Replicas 1 -KubeConfig $args[0] -Namespace kube-system",
            TestCluster.LimitedKubeConfig)
            .AssertError("AccessDenied");
    }
}
