using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Monitoring;

/// <summary>
/// The kinds of the Prometheus operator that the test cluster does not have: definitions without a schema, as nothing is
/// asserted about one.
/// </summary>
internal static class OperatorKinds
{
    private static readonly ResourceType[] Kinds = [ResourceTypes.PodMonitor, ResourceTypes.Prometheus];

    public static async Task EnsureAsync()
    {
        foreach (ResourceType kind in Kinds) await CustomKinds.EnsureAsync(kind);
    }
}
