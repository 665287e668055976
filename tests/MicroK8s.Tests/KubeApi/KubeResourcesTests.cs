using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.KubeApi;

/// <summary>The adapter against the real API server.</summary>
public sealed class KubeResourcesTests
{
    private static IResources Resources => TestCluster.Admin.Resources;

    [Fact]
    public async Task A_list_is_paged_to_its_end()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        for (int i = 0; i < 7; i++) await CreateAsync(ns, $"page-{i}");
        var query = new ResourceQuery(ResourceTypes.ConfigMap, ns.Name) { PageSize = 3, LabelSelector = "part=page" };
        var names = new List<string>();
        await foreach (KubeObject item in Resources.ListAsync(query, default)) names.Add(item.Name);
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"page-{i}"), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_patch_of_an_outdated_object_is_a_conflict_and_changes_nothing()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        KubeObject read = await CreateAsync(ns, "contended");
        var target = new ResourceRef(ResourceTypes.ConfigMap, ns.Name, "contended");
        await Resources.PatchAsync(target, new JsonPatch(read).Add("/data/first", "1"), dryRun: false, default);

        ClusterException conflict = await Assert.ThrowsAsync<ClusterException>(() =>
            Resources.PatchAsync(target, new JsonPatch(read).Add("/data/second", "2"), dryRun: false, default));

        Assert.Equal(ClusterFault.Conflict, conflict.Fault);
        KubeObject now = await Resources.GetAsync(target, default);
        Assert.Equal("1", now.Json.Text("data", "first"));
        Assert.Null(now.Json.Text("data", "second"));
    }

    [Fact]
    public async Task Creating_what_exists_is_AlreadyExists()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        await CreateAsync(ns, "twice");
        ClusterException fault = await Assert.ThrowsAsync<ClusterException>(() => CreateAsync(ns, "twice"));
        Assert.Equal(ClusterFault.AlreadyExists, fault.Fault);
    }

    [Fact]
    public async Task Creating_in_a_namespace_that_is_not_there_is_NamespaceNotFound()
    {
        var manifest = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "x", ["namespace"] = "no-such-namespace" },
        };
        ClusterException fault = await Assert.ThrowsAsync<ClusterException>(
            () => Resources.CreateAsync(ResourceTypes.ConfigMap, manifest, dryRun: false, default));
        Assert.Equal(ClusterFault.NamespaceNotFound, fault.Fault);
    }

    [Fact]
    public async Task A_dry_run_stores_nothing()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        KubeObject read = await CreateAsync(ns, "kept");
        var target = new ResourceRef(ResourceTypes.ConfigMap, ns.Name, "kept");
        await Resources.PatchAsync(target, new JsonPatch(read).Add("/data/new", "1"), dryRun: true, default);
        await Resources.DeleteAsync(target, read.Uid, dryRun: true, default);
        Assert.Equal(read.ResourceVersion, (await Resources.GetAsync(target, default)).ResourceVersion);
    }

    [Fact]
    public async Task Deleting_by_uid_spares_a_new_object_of_the_same_name()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        await CreateAsync(ns, "mine");
        var target = new ResourceRef(ResourceTypes.ConfigMap, ns.Name, "mine");
        ClusterException fault = await Assert.ThrowsAsync<ClusterException>(
            () => Resources.DeleteAsync(target, "another-uid", dryRun: false, default));
        Assert.Equal(ClusterFault.Conflict, fault.Fault);
        Assert.NotNull(await Resources.FindAsync(target, default));
    }

    [Fact]
    public async Task A_kind_that_is_not_installed_is_told_apart_from_a_missing_object()
    {
        var unknown = new ResourceType("nowhere.example", "v1", "things", "Thing");
        Assert.False(await TestCluster.Admin.ServesAsync(unknown, default));
        Assert.True(await TestCluster.Admin.ServesAsync(ResourceTypes.VirtualService, default));
        ClusterException fault = await Assert.ThrowsAsync<ClusterException>(
            () => Resources.GetAsync(new ResourceRef(unknown, "default", "x"), default));
        Assert.Equal(ClusterFault.KindNotSupported, fault.Fault);
    }

    private static Task<KubeObject> CreateAsync(TestNamespace ns, string name) => ns.CreateAsync(
        ResourceTypes.ConfigMap, $$"""{ "metadata": { "name": "{{name}}", "labels": { "part": "page" } }, "data": { "k": "v" } }""");
}
