using System.Collections.Concurrent;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Tests.Cluster;
using MicroK8s.Traffic;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Traffic;

/// <summary>Twenty writers of a weight and somebody who edits the same object all the time: nobody loses anything.</summary>
public sealed class ConcurrentWritersTests(ITestOutputHelper output)
{
    private const int Writers = 20;

    [Theory]
    [InlineData("Istio")]
    [InlineData("GatewayApi")]
    [InlineData("IngressNginx")]
    public async Task Every_edit_stays_and_the_weights_are_those_of_a_writer_who_succeeded(string provider)
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync("writers");
        ResourceRef target = await ArrangeAsync(ns, provider);
        using var end = new CancellationTokenSource();
        Task<int> editing = EditAsync(target, end.Token);
        var done = new ConcurrentBag<int>();
        var refused = new ConcurrentBag<ClusterFault>();

        await Task.WhenAll(Enumerable.Range(1, Writers).Select(number => Task.Run(async () =>
        {
            int weight = number * 4;
            try
            {
                WeightPlan plan = await WeightShift.PlanAsync(
                    TestCluster.Admin, new WeightRequest(ns.Name, "web", weight) { IgnoreReadiness = true }, default);
                TrafficSplit split = await WeightShift.ApplyAsync(TestCluster.Admin, plan, wait: null, default);
                Assert.Equal(weight, split.CanaryWeight);
                done.Add(weight);
            }
            catch (ClusterException exception)
            {
                refused.Add(exception.Fault);
            }
        })));
        await end.CancelAsync();
        int edits = await editing;

        KubeObject now = await ns.GetAsync(target.Type, target.Name);
        IReadOnlyList<KubeObject> all = provider == "IngressNginx" ? await ns.ListAsync(ResourceTypes.Ingress) : [now];
        TrafficRoute route = Assert.Single(TrafficProviders.RoutesIn(TrafficFixture.Read(all), ns.Name, provider));
        output.WriteLine(
            $"{provider}: {done.Count} writers done, {refused.Count} in conflict, {edits} foreign edits, "
            + $"weights {string.Join('/', route.Backends.Select(backend => backend.Raw))}");
        Assert.Equal(Writers, done.Count + refused.Count);
        Assert.All(refused, fault => Assert.Equal(ClusterFault.Conflict, fault));
        Assert.NotEmpty(done);
        Assert.Equal(100, route.Backends.Sum(backend => backend.Raw));
        Assert.Contains(route.Backends[1].Raw!.Value, done);
        Assert.Equal(
            Enumerable.Range(1, edits).Select(edit => $"{edit}"),
            Enumerable.Range(1, edits).Select(edit => now.Annotations.GetValueOrDefault($"edit-{edit}")));
    }

    /// <summary>Adds one annotation after the other, each by a patch of the version that was read.</summary>
    private static async Task<int> EditAsync(ResourceRef target, CancellationToken end)
    {
        for (int edit = 0; ; edit++)
        {
            if (end.IsCancellationRequested) return edit;
            while (!await TryEditAsync(target, edit + 1)) await Task.Yield();
        }
    }

    private static async Task<bool> TryEditAsync(ResourceRef target, int edit)
    {
        KubeObject item = await TestCluster.Admin.Resources.GetAsync(target, default);
        try
        {
            await TestCluster.Admin.Resources.PatchAsync(
                target, new JsonPatch(item).Add($"/metadata/annotations/edit-{edit}", $"{edit}"), dryRun: false, default);
            return true;
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.Conflict)
        {
            return false;
        }
    }

    private static async Task<ResourceRef> ArrangeAsync(TestNamespace ns, string provider)
    {
        foreach (string track in new[] { "stable", "canary" })
        {
            await ns.CreateAsync(
                ResourceTypes.Service, ObjectBuilder.Service($"web-{track}").WithSpec(
                    $$"""{"selector":{"app":"web","track":"{{track}}"},"ports":[{"port":80}]}"""));
        }

        return provider switch
        {
            "Istio" => await ArrangeMeshAsync(ns),
            "GatewayApi" => await CreateAsync(
                ns, ResourceTypes.HttpRoute, ObjectBuilder.Of("HTTPRoute", "web").WithSpec(
                    $$"""{"parentRefs":[{"name":"edge"}],"rules":[{{ShopObjects.Rule("web-stable=98 web-canary=2")}}]}""")),
            _ => await ArrangeIngressesAsync(ns),
        };
    }

    private static async Task<ResourceRef> ArrangeMeshAsync(TestNamespace ns)
    {
        await ns.CreateAsync(
            ResourceTypes.DestinationRule, ObjectBuilder.Of("DestinationRule", "web").WithSpec(
                $$"""{"host":"web","subsets":{{TrafficFixture.Subsets}}}"""));
        return await CreateAsync(
            ns, ResourceTypes.VirtualService, ObjectBuilder.Of("VirtualService", "web").WithSpec(
                $$"""{"hosts":["web"],"http":[{{TrafficFixture.Route("stable=98 canary=2")}}]}"""));
    }

    private static async Task<ResourceRef> ArrangeIngressesAsync(TestNamespace ns)
    {
        await CreateAsync(ns, ResourceTypes.Ingress, Ingress("main", "web-stable"));
        return await CreateAsync(
            ns, ResourceTypes.Ingress, Ingress("next", "web-canary")
                .Annotation(CanaryAnnotations.Canary, "true").Annotation(CanaryAnnotations.Weight, "2"));
    }

    private static ObjectBuilder Ingress(string name, string service) => ObjectBuilder.Of("Ingress", name).WithSpec(
        """
        "rules":[{"host":"shop.example","http":{"paths":[
         {"path":"/","pathType":"Prefix","backend":{"service":{"name":"SERVICE","port":{"number":80}}}}]}}]
        """.Replace("SERVICE", service, StringComparison.Ordinal));

    private static async Task<ResourceRef> CreateAsync(TestNamespace ns, ResourceType type, ObjectBuilder item)
    {
        KubeObject made = await ns.CreateAsync(type, item.Annotation("of-others", "yes"));
        return new ResourceRef(type, ns.Name, made.Name);
    }
}
