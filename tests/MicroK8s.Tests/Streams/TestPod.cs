using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Streams;

/// <summary>Pods to read from and to run commands in.</summary>
internal static class TestPod
{
    /// <summary>Waits by a watch until pods are as a rule wants them; fails after two minutes.</summary>
    public static async Task<KubeObject> WaitForPodAsync(this TestNamespace space, Func<KubeObject, bool> rule)
    {
        using var limit = Patience.Start();
        var query = new ResourceQuery(ResourceTypes.Pod, space.Name);
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            if (change is { Kind: WatchEventKind.Changed, Item: { } pod } && rule(pod)) return pod;
        }

        throw new InvalidOperationException("A watch does not end.");
    }

    /// <summary>Waits until so many pods are ready.</summary>
    public static async Task WaitForPodsAsync(this TestNamespace space, int count)
    {
        var ready = new HashSet<string>();
        await space.WaitForPodAsync(pod => WorkloadPods.IsReady(pod) && ready.Add(pod.Uid) && ready.Count == count);
    }
}
