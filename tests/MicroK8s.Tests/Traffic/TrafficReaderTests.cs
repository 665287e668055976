using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Traffic;

namespace MicroK8s.Tests.Traffic;

public sealed class TrafficReaderTests
{
    [Fact]
    public async Task A_cluster_without_the_definitions_is_said_to_lack_Istio()
    {
        ResourceType absent = ResourceTypes.VirtualService with { Version = "v0" };
        ClusterException failure = await Assert.ThrowsAsync<ClusterException>(
            () => TrafficReader.ListAsync(TestCluster.Admin, absent, "default", default));
        Assert.Equal(ClusterFault.KindNotSupported, failure.Fault);
        Assert.Contains("Istio is not installed", failure.Message, StringComparison.Ordinal);
    }
}
