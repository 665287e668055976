using MicroK8s.Connection;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Streams;

/// <summary>A session of the user with few rights.</summary>
internal static class LimitedSession
{
    public static IClusterSession Open() => KubeApi.Adapter.Open(TestCluster.LimitedKubeConfig, "microk8s-test-limited");
}
