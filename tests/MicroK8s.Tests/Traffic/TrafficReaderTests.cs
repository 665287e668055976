using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Health;
using MicroK8s.Traffic;

namespace MicroK8s.Tests.Traffic;

public sealed class TrafficReaderTests
{
    [Theory]
    [InlineData("Istio", "VirtualService")]
    [InlineData("GatewayApi", "HTTPRoute")]
    public async Task A_provider_that_is_asked_for_has_to_be_installed(string provider, string kind)
    {
        using var session = new StubSession { Unknown = { ResourceTypes.VirtualService, ResourceTypes.HttpRoute, ResourceTypes.HttpRouteBeta } };
        ClusterException failure = await Assert.ThrowsAsync<ClusterException>(
            () => new TrafficReader(session, "shop", provider).ReadAsync(default));
        Assert.Equal(ClusterFault.KindNotSupported, failure.Fault);
        Assert.Contains($"has no {kind}", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{provider} is not installed", failure.Message, StringComparison.Ordinal);
        Assert.Empty(TrafficProviders.RoutesIn(
            await new TrafficReader(session, "shop", provider: null).ReadAsync(default), "shop", provider: null));
    }
}
