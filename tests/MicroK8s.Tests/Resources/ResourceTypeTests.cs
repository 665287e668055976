using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Resources;

/// <summary>Paths of the API.</summary>
public sealed class ResourceTypeTests
{
    [Fact]
    public void A_path_leads_to_a_collection_or_to_one_object()
    {
        Assert.Equal("api/v1/pods", ResourceTypes.Pod.Path(null));
        Assert.Equal("api/v1/namespaces/shop/pods/web-0", ResourceTypes.Pod.Path("shop", "web-0"));
        Assert.Equal("apis/apps/v1/namespaces/shop/deployments", ResourceTypes.Deployment.Path("shop"));
        Assert.Equal("api/v1/namespaces/shop/pods/a%3Fb%23c", ResourceTypes.Pod.Path("shop", "a?b#c"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("web/scale")]
    [InlineData("web%2fscale")]
    public void What_would_lead_elsewhere_is_no_name(string name)
    {
        Func<string>[] paths = [() => ResourceTypes.Pod.Path(name), () => ResourceTypes.Pod.Path("shop", name)];
        foreach (Func<string> path in paths)
        {
            ClusterException fault = Assert.Throws<ClusterException>(path);
            Assert.Equal(ClusterFault.InvalidSpec, fault.Fault);
            Assert.StartsWith($"'{name}' cannot be the name of a ", fault.Message, StringComparison.Ordinal);
        }
    }
}
