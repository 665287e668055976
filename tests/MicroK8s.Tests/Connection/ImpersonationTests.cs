using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Connection;

/// <summary>As whom a kubeconfig lets its user act, on the real cluster's RBAC and on the wire.</summary>
public sealed class ImpersonationTests
{
    [Fact]
    public async Task A_context_that_acts_as_somebody_has_only_that_rights()
    {
        await using TestNamespace home = await TestNamespace.CreateAsync();
        using var file = new TemporaryFile(As("as: nobody-at-all"));
        using var shell = new Shell();
        var error = shell.Run(
            "New-MicroService web -Image shop/web:v1.0 -KubeConfig $args[0] -Namespace $args[1]",
            file.Path, home.Name).AssertError("AccessDenied");
        Assert.Contains("nobody-at-all", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(await NamesAsync(home.Name));
    }

    [Fact]
    public async Task Groups_of_the_one_who_is_acted_for_are_honoured()
    {
        await using TestNamespace home = await TestNamespace.CreateAsync();
        using var file = new TemporaryFile(As("as: nobody-at-all, as-groups: [some-group, system:masters]"));
        using IClusterSession session = Adapter.Open(file.Path, TestCluster.Context);
        var query = new ResourceQuery(ResourceTypes.Deployment, home.Name);
        await foreach (KubeObject item in session.Resources.ListAsync(query, default)) Assert.NotNull(item);
    }

    [Fact]
    public async Task All_of_it_is_sent_with_requests_watches_commands_and_forwarded_ports()
    {
        using RawServer server = RawServer.OfJson(_ => (403, "{}"), TestAuthority.Server);
        const string User =
            "{ token: abc, as: 'jörg', as-uid: u-1, as-groups: [a, b], as-user-extra: { Scopes/x: [s1, s2] } }";
        using var file = new TemporaryFile(KubeConfigText.ForTls(server.Address, User));
        using IClusterSession session = Adapter.Open(file.Path, "test");
        foreach (Func<Task> use in new Func<Task>[]
        {
            () => session.GetServerVersionAsync(default),
            () => session.Exec.StartAsync(new("home", "pod", "main", ["true"], false), default),
            () => session.PortForward.ConnectAsync("home", "pod", 80, default),
        })
        {
            await Assert.ThrowsAsync<ClusterException>(use);
        }

        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, request =>
        {
            Assert.Equal("j\u00c3\u00b6rg", request.Header("Impersonate-User"));
            Assert.Equal("u-1", request.Header("Impersonate-Uid"));
            Assert.Equal(["a", "b"], request.Values("Impersonate-Group"));
            Assert.Equal(["s1", "s2"], request.Values("Impersonate-Extra-scopes%2Fx"));
        });
    }

    [Theory]
    [InlineData("as-uid: x", "as-uid")]
    [InlineData("as-groups: [a]", "as-groups")]
    [InlineData("as-user-extra: { a: [b] }", "as-user-extra")]
    [InlineData("as: \"a\\nb\"", "as")]
    [InlineData("as-group: [a]", "as-group")]
    [InlineData("impersonate: x", "impersonate")]
    public async Task What_cannot_be_honoured_is_refused_by_name(string field, string named)
    {
        using var file = new TemporaryFile(KubeConfigText.ForTls("https://127.0.0.1:1", $"{{ token: abc, {field} }}"));
        ClusterException fault = await Assert.ThrowsAsync<ClusterException>(
            () => Adapter.Backend().OpenAsync(new ConnectionOptions(file.Path), default));
        Assert.Equal(ClusterFault.InvalidKubeConfig, fault.Fault);
        Assert.Contains($"'{named}'", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The administrator of the test cluster, acting as somebody.</summary>
    private static string As(string fields) => File.ReadAllText(TestCluster.KubeConfig).Replace(
        "    client-key-data:", $"    {fields.Replace(", as-", "\n    as-", StringComparison.Ordinal)}\n    client-key-data:",
        StringComparison.Ordinal);

    private static async Task<IReadOnlyList<string>> NamesAsync(string namespaceName)
    {
        using IClusterSession session = Adapter.Open(TestCluster.KubeConfig, TestCluster.Context);
        var names = new List<string>();
        var query = new ResourceQuery(ResourceTypes.Deployment, namespaceName);
        await foreach (KubeObject item in session.Resources.ListAsync(query, default)) names.Add(item.Name);
        return names;
    }
}
