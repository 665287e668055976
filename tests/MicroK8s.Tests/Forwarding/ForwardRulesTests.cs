using MicroK8s.Errors;
using MicroK8s.Forwarding;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Forwarding;

public sealed class ForwardRulesTests
{
    private static readonly KubeObject Service = KubeObject.Parse("""
        { "spec": { "ports": [
          { "name": "front", "port": 80, "targetPort": "http" }, { "name": "admin", "port": 9000, "targetPort": 9001 },
          { "name": "same", "port": 7000 } ] } }
        """);

    private static readonly KubeObject Pod = KubeObject.Parse("""
        { "metadata": { "namespace": "shop", "name": "web-0" }, "spec": { "containers": [
          { "ports": [ { "name": "http", "containerPort": 8080 } ] }, { "ports": [ { "name": "metrics", "containerPort": 9100 } ] } ] } }
        """);

    [Theory]
    [InlineData("8080:80", 8080, "80")]
    [InlineData("8080", null, "8080")]
    [InlineData(":80", 0, "80")]
    [InlineData("0:http", 0, "http")]
    [InlineData("http", null, "http")]
    public void Mappings_are_those_of_kubectl(string text, int? local, string remote) =>
        Assert.Equal(new PortMapping(local, remote), PortMapping.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("1:2:3")]
    [InlineData("80:")]
    [InlineData("70000:80")]
    [InlineData("80:70000")]
    [InlineData("80:0")]
    [InlineData("x:80")]
    [InlineData("80:A_b")]
    public void Anything_else_is_refused_with_its_rule(string text)
    {
        var exception = Assert.Throws<ClusterException>(() => PortMapping.Parse(text));
        Assert.Equal(ClusterFault.InvalidSpec, exception.Fault);
        Assert.StartsWith($"-Port '{text}'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("80", 8080)]
    [InlineData("front", 8080)]
    [InlineData("admin", 9001)]
    [InlineData("7000", 7000)]
    [InlineData("metrics", 9100)]
    [InlineData("1234", 1234)]
    [InlineData(null, 8080)]
    public void Ports_of_the_Service_come_before_those_of_the_pod(string? wanted, int port) =>
        Assert.Equal(port, RemotePorts.Resolve(Service, Pod, wanted));

    [Fact]
    public void Without_a_Service_the_pods_own_ports_count()
    {
        Assert.Equal(80, RemotePorts.Resolve(null, Pod, "80"));
        Assert.Equal(8080, RemotePorts.Resolve(null, Pod, null));
        var exception = Assert.Throws<ClusterException>(() => RemotePorts.Resolve(null, Pod, "grpc"));
        Assert.Contains("http 8080, metrics 9100", exception.Advice, StringComparison.Ordinal);
    }

    /// <summary>As upstream finds the named port of a Service: a sidecar runs on, another init container has ended.</summary>
    [Fact]
    public void Ports_of_sidecars_count_after_those_of_containers()
    {
        const string spec = """
            { "initContainers": [ { "name": "setup", "ports": [ { "name": "setup", "containerPort": 1 } ] },
              { "name": "proxy", "restartPolicy": "Always", "ports": [ { "name": "http", "containerPort": 2 }, { "name": "stats", "containerPort": 15090 } ] } ],
              "containers": [ { "name": "main", "ports": [ { "name": "http", "containerPort": 8080 } ] } ] }
            """;
        KubeObject pod = KubeObject.Parse($$"""{ "metadata": { "name": "web-0" }, "spec": {{spec}} }""");
        Assert.Equal(15090, RemotePorts.Resolve(null, pod, "stats"));
        Assert.Equal(8080, RemotePorts.Resolve(null, pod, "http"));
        Assert.Equal(8080, RemotePorts.Resolve(null, pod, null));
        Assert.Throws<ClusterException>(() => RemotePorts.Resolve(null, pod, "setup"));
        Assert.Equal(
            ["8080", "http", "2", "15090", "stats"],
            RemotePorts.Known(null, KubeObject.Parse($$"""{ "spec": { "template": { "spec": {{spec}} } } }""")).Select(port => port.Port));
    }
}
