using System.Text.Json.Nodes;
using MicroK8s.Services;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Services;

public sealed class MicroServiceRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void A_foreign_deployment_is_understood()
    {
        MicroService service = Describe(_ => { });
        Assert.Equal(("web", "shop", WorkloadKind.Deployment, 3, 3, 3, 3), (
            service.Name, service.Namespace, service.Kind, service.Desired, service.Ready, service.Updated, service.Available));
        Assert.Equal(("v1.0", "app=web", "3/3", "shop/web:v1.0"), (
            service.Version, service.Selector, service.Readiness, service.Image));
        Assert.Equal(("here", "/kube/config"), (service.Context, service.KubeConfig));
        Assert.Null(service.Track);
    }

    [Fact]
    public void Age_is_in_whole_seconds_when_read() =>
        Assert.Equal(new TimeSpan(1, 3, 4, 5), Describe(_ => { }).Age);

    [Fact]
    public void A_clock_behind_the_server_gives_no_negative_age() => Assert.Equal(
        TimeSpan.Zero, Describe(json => json["metadata"]!["creationTimestamp"] = "2027-01-01T00:00:00Z").Age);

    [Theory]
    [InlineData("""{ "app.kubernetes.io/version": "a", "version": "b" }""", """{ "version": "c" }""", "a")]
    [InlineData("""{ "version": "b" }""", """{ "app.kubernetes.io/version": "c" }""", "b")]
    [InlineData("{}", """{ "app.kubernetes.io/version": "c", "version": "d" }""", "c")]
    [InlineData("{}", """{ "version": "d" }""", "d")]
    [InlineData("{}", "{}", "v1.0")]
    public void The_version_is_that_of_the_pods_first(string podLabels, string labels, string version) => Assert.Equal(
        version,
        Describe(json =>
        {
            json["spec"]!["template"]!["metadata"]!["labels"] = JsonNode.Parse(podLabels);
            json["metadata"]!["labels"] = JsonNode.Parse(labels);
        }).Version);

    [Fact]
    public void Expressions_of_a_selector_become_text() => Assert.Equal(
        "app=web,tier in (a,b),zone notin (x),gpu,!old",
        Describe(json => json["spec"]!["selector"] = JsonNode.Parse(
            """
            {
              "matchLabels": { "app": "web" },
              "matchExpressions": [
                { "key": "tier", "operator": "In", "values": [ "a", "b" ] },
                { "key": "zone", "operator": "NotIn", "values": [ "x" ] },
                { "key": "gpu", "operator": "Exists" },
                { "key": "old", "operator": "DoesNotExist" }
              ]
            }
            """)).Selector);

    [Fact]
    public void Containers_images_and_ports_are_listed_in_order()
    {
        MicroService service = Describe(json =>
        {
            json["spec"]!["template"]!["spec"]!["containers"] = JsonNode.Parse(
                """
                [
                  { "name": "web", "image": "shop/web:v1.0",
                    "ports": [
                      { "name": "http", "containerPort": 8080, "protocol": "TCP" },
                      { "containerPort": 53, "protocol": "UDP" } ] },
                  { "name": "proxy", "image": "proxy:2" }
                ]
                """);
            json["spec"]!["template"]!["metadata"]!["labels"]!["track"] = "canary";
        });
        Assert.Equal(["web", "proxy"], service.Containers);
        Assert.Equal(["shop/web:v1.0", "proxy:2"], service.Images);
        Assert.Equal(["http:8080", "53/UDP"], service.Ports);
        Assert.Equal("canary", service.Track);
    }

    private static MicroService Describe(Action<JsonNode> change) =>
        MicroServiceRules.Describe(DeploymentJson.With(change), "here", "/kube/config", Now);
}
