using System.Management.Automation;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>The cmdlet, on a real cluster.</summary>
public sealed class WaitMicroServiceTests
{
    [Fact]
    public async Task Several_services_are_waited_for_at_once_and_each_is_emitted_when_it_is_ready()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        await ns.DeployAsync("slow", "shop/web:v1.0", d => d.Spec["minReadySeconds"] = 20);
        await DeployAsync(ns, ResourceTypes.StatefulSet, "quick", "shop/web:v1.0");
        await DeployAsync(ns, ResourceTypes.DaemonSet, "bad", "shop/nothing:v9");
        using Shell shell = Shell.Connected(ns.Name);

        EngineResult result = shell.Run("""
            'slow', 'quick', 'bad' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | Wait-MicroService -Timeout 180
            """);

        Assert.Equal(["quick", "slow"], result.As<MicroService>().Select(service => service.Name));
        Assert.All(result.As<MicroService>(), service => Assert.Equal(1, service.Available));
        ErrorRecord error = result.AssertError("ImagePullFailed");
        Assert.Equal("shop/nothing:v9", Assert.IsType<RolloutFailure>(error.TargetObject).Image);
        Assert.Contains(result.Progress, record => record.Activity == $"Waiting for {ns.Name}/slow");
    }

    [Fact]
    public async Task A_pod_left_at_an_older_revision_on_purpose_is_a_warning()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        await DeployAsync(ns, ResourceTypes.StatefulSet, "db", "shop/web:v1.0", "OnDelete");
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("Wait-MicroService db -Kind StatefulSet -Timeout 180").AssertNoErrors();
        await SetImageAsync(ns, "db", "shop/web:v2.0");

        EngineResult result = shell.Run("Wait-MicroService db -Timeout 180").AssertNoErrors();

        Assert.Contains("1 of 1 pods", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_an_error_and_the_next_is_waited_for()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        await ns.DeployAsync("web", "shop/web:v1.0", d => d.Spec["replicas"] = 0);
        using Shell shell = Shell.Connected(ns.Name);

        EngineResult result = shell.Run("Wait-MicroService gone, 'w*', web -Timeout 180");

        Assert.Equal("web", Assert.Single(result.As<MicroService>()).Name);
        Assert.Equal(
            ["ResourceNotFound", "InvalidSpec"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    private static Task<KubeObject> SetImageAsync(TestNamespace ns, string name, string image) => ns.ChangeAsync(
        name, patch => patch.Replace("/spec/template/spec/containers/0/image", image), ResourceTypes.StatefulSet);

    private static Task<KubeObject> DeployAsync(
        TestNamespace ns, ResourceType type, string name, string image, string strategy = "RollingUpdate")
    {
        return ns.CreateAsync(type, TestDeployment.Of(name, image).With(json =>
        {
            json.Spec.Remove("replicas");
            json.Spec["updateStrategy"] = new System.Text.Json.Nodes.JsonObject { ["type"] = strategy };
            if (type == ResourceTypes.StatefulSet) json.Spec["serviceName"] = name;
        }));
    }
}
