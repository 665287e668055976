using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Services;
using MicroK8s.Tests.Services.Spec;
using static MicroK8s.Tests.Changes.ChangeText;

namespace MicroK8s.Tests.Changes;

/// <summary>Probes that a change of ports does not name.</summary>
public sealed class ProbeMoveTests
{
    private const string OnePort = """[{"name":"http","containerPort":8080}]""";
    private const string OneAnd = """[{"name":"http","containerPort":8080},{"name":"more","containerPort":""";
    private const string Front = """{"name":"http","port":80,"targetPort":8080}""";

    [Theory]
    [InlineData("http:80:9090", OnePort, Front)]
    [InlineData("80:9090", OnePort, Front)]
    [InlineData("http:80:9090", """[{"containerPort":8080}]""", Front)]
    [InlineData("http:80:9090", "[]", Front)]
    [InlineData("http:80:9090", OnePort, null)]
    [InlineData("http:80:9090", OnePort, """{"name":"http","port":80,"targetPort":"http"}""")]
    public void A_probe_follows_the_port_that_it_asks_by_number(string wanted, string ports, string? service)
    {
        JsonObject pod = Change(ports, service, 8080, ("Port", wanted));
        Assert.Equal((9090, 9090), (ReadinessPort(pod), SidecarPort(pod)));
    }

    [Fact]
    public void A_probe_that_is_given_asks_what_it_says_and_one_by_name_needs_no_change()
    {
        JsonObject pod = Change(OnePort, Front, 8080, ("Port", "http:80:9090"), ("ReadinessProbe", "/ready:8080"));
        Assert.Equal((8080, 9090), (ReadinessPort(pod), SidecarPort(pod)));
        Assert.Equal("http", (string?)Change(OnePort, Front, "http", ("Port", "http:80:9090"))
            ["containers"]![0]!["readinessProbe"]!["httpGet"]!["port"]);
    }

    [Theory]
    [InlineData("http:80:9090", OnePort, 7000)]
    [InlineData("http:80:9090", $"{OneAnd}7000}}]", 7000)]
    [InlineData("http:80:9090", $"{OneAnd}9090}}]", 8080)]
    [InlineData("http:80:9090, also:81:8080", OnePort, 7000)]
    [InlineData("http:80:8080/UDP", OnePort, 8080)]
    public void A_probe_stays_where_somebody_still_answers(string wanted, string ports, int asked) =>
        Assert.Equal(asked, ReadinessPort(Change(ports, Front, asked, ("Port", wanted))));

    [Fact]
    public void A_port_that_goes_stays_with_the_container_while_a_probe_asks_it()
    {
        const string Two = $$"""{{Front}},{"name":"admin","port":81,"targetPort":8081}""";
        const string Both = """[{"name":"http","containerPort":8080},{"name":"admin","containerPort":8081}]""";
        JsonObject pod = Change(Both, Two, 8081, ("Port", "http:80:8080"));
        Assert.Equal((8081, 2), (ReadinessPort(pod), pod["containers"]![0]!["ports"]!.AsArray().Count));
    }

    [Fact]
    public void A_port_that_goes_while_another_comes_leaves_open_where_a_probe_is_to_ask()
    {
        InvalidSpec.Throws(
            "Port", "the readiness probe of container 'web' asks",
            () => Change(OnePort, Front, 8080, ("Port", "grpc:9000:9000")));
        InvalidSpec.Throws(
            "Port", "the liveness probe of container 'side' asks",
            () => Change(OnePort, Front, 8080, ("Port", "grpc:9000:9000"), ("ReadinessProbe", "tcp:9000")));
    }

    /// <summary>The pod of a workload whose container and sidecar have a probe, after a change.</summary>
    private static JsonObject Change(
        string ports, string? service, JsonNode asked, params (string Name, object?)[] wish)
    {
        KubeObject workload = DeploymentJson.With(json =>
        {
            JsonArray containers = json["spec"]!["template"]!["spec"]!["containers"]!.AsArray();
            containers[0]!["ports"] = JsonNode.Parse(ports);
            containers[0]!["readinessProbe"] = Probe("httpGet", asked);
            containers.Add((JsonNode)new JsonObject
            {
                ["name"] = "side", ["livenessProbe"] = Probe("tcpSocket", asked),
            });
        });
        KubeObject? front = service is null ? null : ObjectBuilder.Service().Shown("s", "1")
            .WithSpec($$"""{"ports":[{{service}}]}""").Object();
        string? container = wish.Any(field => field.Name.EndsWith("Probe", StringComparison.Ordinal)) ? "web" : null;
        return Plan(workload, Wish(container, wish), front).Wanted.ToNode()["spec"]!["template"]!["spec"]!.AsObject();
    }

    private static JsonObject Probe(string handler, JsonNode port) =>
        new() { [handler] = new JsonObject { ["port"] = port.DeepClone() } };

    private static int? ReadinessPort(JsonObject pod) =>
        (int?)pod["containers"]![0]!["readinessProbe"]!["httpGet"]!["port"];

    private static int? SidecarPort(JsonObject pod) =>
        (int?)pod["containers"]![1]!["livenessProbe"]!["tcpSocket"]!["port"];
}
