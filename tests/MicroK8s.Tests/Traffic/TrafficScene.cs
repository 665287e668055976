using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Traffic;

/// <summary>A service <c>web</c> with its traffic rules on the real cluster.</summary>
internal static class TrafficScene
{
    public static async Task<TestNamespace> CreateAsync(string http, string metadata = "", params string[] readyTracks)
    {
        TestNamespace ns = await TestNamespace.CreateAsync("traffic");
        await ns.CreateAsync(
            ResourceTypes.Service,
            """{"metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}]}}""");
        await ns.CreateAsync(
            ResourceTypes.DestinationRule,
            $$$"""{"metadata":{"name":"web"},"spec":{"host":"web","subsets":{{{TrafficFixture.Subsets}}}}}""");
        await ns.CreateAsync(
            ResourceTypes.VirtualService,
            $$$"""{"metadata":{"name":"web"{{{metadata}}}},"spec":{"hosts":["web"],"http":{{{http.Replace("$NS", ns.Name, StringComparison.Ordinal)}}}}}""");
        await Task.WhenAll(readyTracks.Select(track => RunPodAsync(ns, track)));
        return ns;
    }

    /// <summary>The weights of a route as they are written in the cluster.</summary>
    public static async Task<string> WeightsAsync(TestNamespace ns, int route = 0)
    {
        KubeObject item = await ns.GetAsync(ResourceTypes.VirtualService, "web");
        return string.Join(
            ' ', item.Json.Items("spec", "http").ElementAt(route).Items("route")
                .Select(entry => $"{entry.Text("destination", "subset")}={entry.Text("weight")}"));
    }

    private static async Task RunPodAsync(TestNamespace ns, string track)
    {
        KubeObject pod = await ns.CreateAsync(
            ResourceTypes.Pod,
            $$$"""
            {"metadata":{"name":"web-{{{track}}}","labels":{"app":"web","track":"{{{track}}}"}},
             "spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"web","image":"shop/web:v1.0",
             "imagePullPolicy":"IfNotPresent"}]}}
            """);
        using var limit = Patience.Start();
        var query = ResourceQuery.For(new ResourceRef(ResourceTypes.Pod, ns.Name, pod.Name));
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            if (change.Item is { } item && IsReady(item)) return;
        }
    }

    private static bool IsReady(KubeObject pod) => pod.Json.Items("status", "conditions")
        .Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");
}
