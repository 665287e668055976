using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.KubeApi;

/// <summary>Server-side apply and discovery on the real API server.</summary>
public sealed class ApplyTests
{
    private static IResources Resources => TestCluster.Admin.Resources;

    [Fact]
    public async Task What_an_earlier_apply_named_and_this_one_does_not_is_removed()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        await ApplyAsync(ns, """{"a":"1","b":"2"}""");
        KubeObject now = await ApplyAsync(ns, """{"a":"1"}""");
        Assert.Equal(["a"], now.Json.Map("data").Keys);
    }

    [Fact]
    public async Task Any_text_arrives_as_it_is()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        string text = "\U0001F600 \u00E9\u2028 \"'\\ \\ud83d\\ude00 \t\r\n\u007F\u0085 {}: # \U0001F600\U0001F601";
        KubeObject now = await ApplyAsync(ns, new JsonObject { ["a"] = text }.ToJsonString());
        Assert.Equal(text, now.Json.Text("data", "a"));
    }

    [Fact]
    public async Task Fields_of_others_refuse_an_apply_by_field_and_manager_until_it_is_forced()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        await ApplyAsync(ns, """{"a":"1"}""");
        await Kubectl.RunAsync(
            "patch", "configmap", "x", "-n", ns.Name, "--field-manager=somebody", "-p", """{"data":{"a":"other"}}""");

        ClusterException fault = await Assert.ThrowsAsync<ClusterException>(() => ApplyAsync(ns, """{"a":"2"}"""));
        Assert.Equal(ClusterFault.Conflict, fault.Fault);
        var conflict = Assert.IsType<ApplyConflict>(fault.Target);
        Assert.Equal([new FieldConflict("data.a", "somebody")], conflict.Conflicts);
        Assert.Contains($"ConfigMap {ns.Name}/x", fault.Message, StringComparison.Ordinal);
        Assert.Contains("data.a (somebody)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("-Force", fault.Advice, StringComparison.Ordinal);

        KubeObject forced = await ApplyAsync(ns, """{"a":"2"}""", force: true);
        Assert.Equal("2", forced.Json.Text("data", "a"));
    }

    [Theory]
    [InlineData("""{"dat":{}}""", "dat")]
    [InlineData("""{"data":{"a":1}}""", "data")]
    public async Task A_manifest_that_does_not_fit_the_schema_is_invalid(string content, string field)
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        JsonObject manifest = Manifest(ns, "{}");
        (string key, JsonNode? value) = JsonNode.Parse(content)!.AsObject().Single();
        manifest[key] = value!.DeepClone();
        ClusterException fault = await Assert.ThrowsAsync<ClusterException>(() => Resources.ApplyAsync(
            ResourceTypes.ConfigMap, manifest, force: false, dryRun: true, default));
        Assert.Equal(ClusterFault.InvalidSpec, fault.Fault);
        Assert.Contains(field, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovery_finds_the_resource_of_a_kind()
    {
        IDiscovery discovery = TestCluster.Admin.Discovery;
        Assert.Equal(ResourceTypes.Deployment, await discovery.FindAsync("apps/v1", "Deployment", default));
        Assert.Equal(ResourceTypes.Namespace, await discovery.FindAsync("v1", "Namespace", default));
        Assert.Null(await discovery.FindAsync("apps/v1", "Deploy", default));
        Assert.Null(await discovery.FindAsync("nowhere.example/v1", "Deployment", default));
        Assert.Contains(await discovery.ListAsync(default), type => type.Kind == "VirtualService");
    }

    private static Task<KubeObject> ApplyAsync(TestNamespace ns, string data, bool force = false) =>
        Resources.ApplyAsync(
            ResourceTypes.ConfigMap, Manifest(ns, data), force, dryRun: false, CancellationToken.None);

    private static JsonObject Manifest(TestNamespace ns, string data) => JsonNode.Parse(
        $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"{{ns.Name}}"},"data":{{data}} }""")!
        .AsObject();
}
