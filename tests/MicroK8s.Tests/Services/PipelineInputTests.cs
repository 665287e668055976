using System.Management.Automation;
using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Services;

/// <summary>Services as objects of the pipeline.</summary>
public sealed class PipelineInputTests
{
    [Fact]
    public async Task Hashtables_and_objects_of_any_depth_are_services()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.Run(
            """
            $probe = [pscustomobject]@{ path = '/ready'; port = 8080; periodSeconds = 2 }
            $(
                @{ Name = 'a'; Image = 'shop/web:v1.0'; Port = 80, '90:8080' }
                [ordered]@{ name = 'b'; image = 'shop/web:v1.0'; environment = [ordered]@{ Z = 1; A = '2' } }
                [pscustomobject]@{ name = 'c'; image = 'shop/web:v1.0'; readinessProbe = $probe; port = [object[]]@(8080) }
            ) | New-MicroService -Replicas 0 -Label @{ team = 'shop' }
            """).AssertNoErrors();
        Assert.Equal(["a", "b", "c"], result.As<MicroService>().Select(service => service.Name).Order());
        Assert.Equal(2, (await ns.GetAsync(ResourceTypes.Service, "a")).Json.Items("spec", "ports").Count());
        JsonElement b = Container(await ns.GetAsync(ResourceTypes.Deployment, "b"));
        Assert.Equal(["Z", "A"], b.Items("env").Select(variable => variable.Text("name")));
        KubeObject c = await ns.GetAsync(ResourceTypes.Deployment, "c");
        Assert.Equal("2", Container(c).Text("readinessProbe", "periodSeconds"));
        Assert.Equal(("shop", "0"), (c.Labels["team"], c.Json.Text("spec", "replicas")));
    }

    [Theory]
    [InlineData("@{ Name = 'a'; Image = 'b'; Replica = 2 }", "Input 1 ('a'): 'Replica' is not a field of a microservice. Did you mean 'replicas'?")]
    [InlineData("@{ Image = 'b' }", "Input 1: -Name $null is missing")]
    [InlineData("[pscustomobject]@{ Name = 'a'; Image = 'b'; Replicas = 'many' }", "Input 1 ('a'): -Replicas 'many' is not a whole number")]
    [InlineData("[pscustomobject]@{ Name = 'a'; Image = 'b'; LivenessProbe = [pscustomobject]@{ Peroid = 1 } }", "Input 1 ('a'): -LivenessProbe 'Peroid'")]
    [InlineData("'services.yaml'", "-InputObject 'services.yaml' is no service")]
    [InlineData("5", "-InputObject '5' is no service")]
    public async Task What_is_wrong_is_told_with_the_number_of_the_object_and_nothing_is_made_of_it(string item, string said)
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        ErrorRecord error = shell.Run($"{item} | New-MicroService").AssertError("InvalidSpec");
        Assert.StartsWith(said, error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(await ns.ListAsync(ResourceTypes.Deployment));
    }

    [Theory]
    [InlineData("New-MicroService a shop/web:v1.0 -Replicas 0 -Environment 'A=1', 'B=x;y=z'")]
    [InlineData("@{ Name = 'a'; Image = 'shop/web:v1.0'; Replicas = 0; Environment = 'A=1', 'B=x;y=z' } | New-MicroService")]
    public async Task Pairs_may_be_a_list_of_texts(string command)
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run(command).AssertNoErrors();
        KubeObject made = await ns.GetAsync(ResourceTypes.Deployment, "a");
        Assert.Equal(["A=1", "B=x;y=z"], Container(made).Items("env").Select(v => $"{v.Text("name")}={v.Text("value")}"));
    }

    [Fact]
    public async Task An_object_says_its_cluster_and_namespace_unless_the_command_line_does()
    {
        await using TestNamespace one = await TestNamespace.CreateAsync();
        await using TestNamespace other = await TestNamespace.CreateAsync();
        using var shell = new Shell();
        shell.Run(
            """
            param($KubeConfig, $Context, $One, $Other)
            $a = @{ Name = 'a'; Image = 'shop/web:v1.0'; Replicas = 0; KubeConfig = $KubeConfig; Context = $Context; Namespace = $One }
            $b = [pscustomobject]@{ Name = 'b'; Image = 'shop/web:v1.0'; Replicas = 0; KubeConfig = $KubeConfig; Context = $Context; Namespace = $Other }
            $a, $b | New-MicroService
            $b | New-MicroService -Namespace $One
            """, TestCluster.KubeConfig, TestCluster.Context, one.Name, other.Name).AssertNoErrors();
        Assert.Equal(["a", "b"], (await one.ListAsync(ResourceTypes.Deployment)).Select(item => item.Name).Order());
        Assert.Equal(["b"], (await other.ListAsync(ResourceTypes.Deployment)).Select(item => item.Name));
    }

    private static JsonElement Container(KubeObject workload) =>
        workload.Json.Items("spec", "template", "spec", "containers").Single();
}
