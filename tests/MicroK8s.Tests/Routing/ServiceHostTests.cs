using MicroK8s.Routing;

namespace MicroK8s.Tests.Routing;

public sealed class ServiceHostTests
{
    [Theory]
    [InlineData("web", "web", "shop")]
    [InlineData("web.shop", "web.shop", null)]
    [InlineData("web.shop.svc", "web.shop.svc", null)]
    [InlineData("web.shop.svc.cluster.local", "web", "shop")]
    [InlineData("web.shop.svc.corp.example", "web", "shop")]
    [InlineData("api.example.com", "api.example.com", null)]
    [InlineData("*.shop.svc.cluster.local", "*.shop.svc.cluster.local", null)]
    [InlineData("Web", "web", "shop")]
    public void A_host_means_a_service_as_in_istio(string host, string name, string? space) =>
        Assert.Equal(new ServiceHost(name, space), ServiceHost.Parse(host, "shop"));

    [Theory]
    [InlineData("web", "web")]
    [InlineData("web.shop.svc.cluster.local", "web")]
    [InlineData("web.other.svc.cluster.local", "web.other.svc.cluster.local")]
    [InlineData("web.other", "web.other")]
    [InlineData("api.example.com", "api.example.com")]
    public void The_shortest_name_means_the_same_service(string host, string shortest)
    {
        Assert.Equal(shortest, ServiceHost.Parse(host, "shop").NameIn("shop"));
        Assert.Equal(ServiceHost.Parse(host, "shop"), ServiceHost.Parse(shortest, "shop"));
    }
}
