using System.Management.Automation;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Changes;

public sealed class RollbackOnFailureTests
{
    [Fact]
    public async Task A_rollout_that_fails_goes_back_with_all_that_was_changed_and_the_service_answers()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Port http:80:8080 -ReadinessProbe /ready -Wait").AssertNoErrors();

        ErrorRecord error = shell.Run(
            "Set-MicroService web -Image shop/nothing:v9 -Replicas 2 -MinReadySeconds 1 -Label @{ team = 'red' } "
            + "-SessionAffinity ClientIP -Wait -RollbackOnFailure").AssertError("ImagePullFailed");
        Assert.Contains("back at revision 1 (shop/web:v1.0)", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("spec.replicas", error.Exception.Message, StringComparison.Ordinal);
        var failure = Assert.IsType<RolloutFailure>(error.TargetObject);
        Assert.Equal("shop/nothing:v9", failure.Image);
        Assert.Contains("Service", failure.Recovery, StringComparison.Ordinal);

        KubeObject now = await ns.GetAsync(ResourceTypes.Deployment, "web");
        Assert.Equal("shop/web:v1.0", now.Json.Items("spec", "template", "spec", "containers").Single().Text("image"));
        Assert.Equal((1, 0), (now.Json.Count("spec", "replicas"), now.Json.Count("spec", "minReadySeconds")));
        Assert.Equal("image shop/web:v1.0", now.Annotations["kubernetes.io/change-cause"]);
        Assert.False(now.Labels.ContainsKey("team"));
        Assert.Equal("None", (await ns.GetAsync(ResourceTypes.Service, "web")).Json.Text("spec", "sessionAffinity"));
        Assert.Equal(200, (await TestCluster.Admin.ProbeAsync(
            $"api/v1/namespaces/{ns.Name}/services/web:http/proxy/", CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Nothing_is_rolled_back_when_somebody_else_came_in_between()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Wait").AssertNoErrors();
        using Shell other = Shell.Connected(ns.Name);
        Task<EngineResult> waiting = Task.Run(() => shell.Run(
            "Set-MicroService web -Image shop/never-ready:v1.0 -ReadinessProbe /ready:8080 -Wait -Timeout 120 "
            + "-RollbackOnFailure"));
        using var limit = Patience.Start();
        var query = ResourceQuery.For(new ResourceRef(ResourceTypes.Deployment, ns.Name, "web"));
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            if (change.Item is { } item && item.Json.Count("status", "observedGeneration") == 2) break;
        }

        other.Run("Set-MicroService web -Image shop/web:v2.0").AssertNoErrors();
        (await waiting).AssertError("Superseded");
        KubeObject now = await ns.GetAsync(ResourceTypes.Deployment, "web");
        Assert.Equal("shop/web:v2.0", now.Json.Items("spec", "template", "spec", "containers").Single().Text("image"));
    }

    [Fact]
    public async Task Ctrl_C_while_the_pods_come_back_puts_the_rest_back_too_and_says_so()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/never-ready:v1.0 -Port http:80:8080 -ReadinessProbe /ready").AssertNoErrors();
        using var isBack = new ManualResetEvent(false);
        Task watching = SignalAsync(ns, "shop/never-ready:v1.0", generation: 3, isBack);
        shell.StopWhen(
            "Set-MicroService web -Image shop/nothing:v9 -SessionAffinity ClientIP -Wait -Timeout 200 -RollbackOnFailure",
            isBack);
        await watching;

        Assert.Contains(
            $"Stopped waiting, but taken back: the change of Service {ns.Name}/web; the change of Deployment {ns.Name}/web.",
            shell.HostText, StringComparison.Ordinal);
        using var limit = Patience.Start();
        var service = ResourceQuery.For(new ResourceRef(ResourceTypes.Service, ns.Name, "web"));
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(service, limit.Token))
        {
            if (change.Item?.Json.Text("spec", "sessionAffinity") == "None") break;
        }
    }

    [Fact]
    public async Task Ctrl_C_while_the_rollout_goes_on_leaves_it_and_says_so()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0").AssertNoErrors();
        using var isWritten = new ManualResetEvent(false);
        Task watching = SignalAsync(ns, "shop/never-ready:v1.0", generation: 2, isWritten);
        shell.StopWhen(
            "Set-MicroService web -Image shop/never-ready:v1.0 -ReadinessProbe /ready:8080 -Wait -RollbackOnFailure",
            isWritten);
        await watching;
        Assert.Contains(
            $"Stopped waiting; this remains: the change of Deployment {ns.Name}/web.", shell.HostText,
            StringComparison.Ordinal);
    }

    /// <summary>Tells when the controller has seen a generation of a Deployment with an image.</summary>
    private static async Task SignalAsync(TestNamespace ns, string image, int generation, ManualResetEvent happened)
    {
        using var limit = Patience.Start();
        var query = ResourceQuery.For(new ResourceRef(ResourceTypes.Deployment, ns.Name, "web"));
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            if (change.Item is not { } item || item.Json.Count("status", "observedGeneration") < generation) continue;
            if (item.Json.Items("spec", "template", "spec", "containers").Single().Text("image") != image) continue;
            happened.Set();
            return;
        }
    }
}
