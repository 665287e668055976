using MicroK8s.Health;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Monitoring;

/// <summary>The DaemonSet of the article, with the volume that it forgot and fields of today.</summary>
public sealed class FluentdExampleTests
{
    private const string Image = "fluent/fluentd-kubernetes-daemonset:v1.16-debian-elasticsearch7-1";

    /// <summary>The image is not on the cluster: another one runs in its place, and all else is as published.</summary>
    [Fact]
    public async Task It_runs_on_every_node_and_the_health_test_sees_it()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync("fluentd");
        string text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "examples", "fluentd.yaml"));
        Assert.Contains(Image, text, StringComparison.Ordinal);
        using var file = new TemporaryFile(text
            .Replace(Image, "shop/web:v1.0", StringComparison.Ordinal).Replace("cpu: 100m", "cpu: 1m", StringComparison.Ordinal)
            .Replace("memory: 200Mi", "memory: 1Mi", StringComparison.Ordinal), "fluentd.yaml");
        using Shell shell = Shell.Connected(space.Name);
        shell.Run("Publish-MicroService -Path $args[0] -Wait", file.Path).AssertNoErrors();

        KubeObject set = await space.GetAsync(ResourceTypes.DaemonSet, "fluentd");
        Assert.Equal("varlog", set.Json.Items("spec", "template", "spec", "volumes").Single().Text("name"));
        Assert.Equal("/var/log", set.Json.Items("spec", "template", "spec", "volumes").Single().Text("hostPath", "path"));
        HealthFinding seen = Assert.Single(
            shell.Run("Test-ClusterHealth LogCollector").AssertNoErrors().Every<HealthFinding>(),
            finding => finding.Target == $"DaemonSet {space.Name}/fluentd");
        Assert.Matches("^(Ready on all|It is meant for 1 of)", seen.Evidence);
    }
}
