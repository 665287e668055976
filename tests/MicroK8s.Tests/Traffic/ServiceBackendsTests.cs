using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Traffic.Providers;
using static MicroK8s.Tests.Traffic.ShopObjects;

namespace MicroK8s.Tests.Traffic;

/// <summary>The two Services of a service with a canary.</summary>
public sealed class ServiceBackendsTests
{
    [Theory]
    [InlineData("", "web-stable", "web-canary", "create Service shop/web-stable, create Service shop/web-canary")]
    [InlineData("primary:stable", "primary", "web-canary", "create Service shop/web-canary")]
    [InlineData("primary:stable web-canary:canary", "primary", "web-canary", "")]
    [InlineData("a:stable web-old:stable web-canary:canary", "web-old", "web-canary", "")]
    [InlineData("primary:stable next:canary", "primary", "web-canary", "create Service shop/web-canary")]
    [InlineData("other:third", "web-stable", "web-canary", "create Service shop/web-stable, create Service shop/web-canary")]
    public void A_Service_that_selects_the_stable_pods_is_taken_whatever_its_name_and_one_that_is_called_as_a_canary(
        string others, string stable, string canary, string changes)
    {
        CanaryBackends backends = ServiceBackends.Plan(Pods, Read([Service("web"), .. Others(others)]));
        Assert.Equal(
            (stable, canary, changes),
            (backends.Stable, backends.Canary, string.Join(", ", backends.Changes.Select(change => change.Title))));
    }

    [Fact]
    public void A_Service_without_all_ports_does_not_do()
    {
        ClusterException refusal = Assert.Throws<ClusterException>(() => ServiceBackends.Plan(
            Pods, Read(Service("web", ports: "80 443"), Service("web-canary", "canary"), Service("primary", "stable"))));
        Assert.Equal(ClusterFault.AlreadyExists, refusal.Fault);
        Assert.Contains("Service shop/web-canary", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_Service_has_the_ports_of_the_other_but_those_of_the_nodes()
    {
        KubeObject front = ObjectBuilder.Service().Shown("1").WithSpec(
            """
            {"type":"NodePort","selector":{"app":"web"},
             "ports":[{"name":"http","port":80,"targetPort":"http","nodePort":30080,"appProtocol":"x"}]}
            """).Object();
        CanaryBackends backends = ServiceBackends.Plan(Pods, Read(front));
        Assert.Equal(
            """{"selector":{"app":"web","track":"canary"},"ports":[{"name":"http","port":80,"targetPort":"http","appProtocol":"x"}]}""",
            backends.Changes[1].Manifest!["spec"]!.ToJsonString());
        Assert.Equal(
            "web", (string?)backends.Changes[1].Manifest!["metadata"]!["labels"]!["microk8s-powershell/canary-of"]);
    }

    [Fact]
    public void Stable_pods_that_cannot_be_told_are_refused()
    {
        var same = new Dictionary<string, string> { ["app"] = "web" };
        Assert.Equal(
            ClusterFault.InvalidSpec, Assert.Throws<ClusterException>(
                () => ServiceBackends.Plan(Pods with { Stable = same }, Read(Service("web")))).Fault);
    }

    private static KubeObject[] Others(string words) =>
    [
        .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => Service(word.Split(':')[0], word.Split(':')[1])),
    ];
}
