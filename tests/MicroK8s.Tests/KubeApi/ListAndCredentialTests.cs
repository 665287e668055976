using System.Collections.Concurrent;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Connection;

namespace MicroK8s.Tests.KubeApi;

/// <summary>Lists that outlive their token, and credentials that outlive their welcome.</summary>
public sealed class ListAndCredentialTests
{
    private const string Expired =
        """{"kind":"Status","code":410,"reason":"Expired","message":"too old","metadata":{"continue":"later"}}""";

    [Fact]
    public async Task A_list_whose_token_expired_goes_on_with_the_one_that_the_server_gives()
    {
        var urls = new ConcurrentQueue<string>();
        using var server = RawServer.OfJson(request =>
        {
            urls.Enqueue(request.Target);
            return request.Query("continue") switch
            {
                null => (200, Page("old", "a", "b")),
                "old" => (410, Expired),
                _ => (200, Page("", "c")),
            };
        });
        using IClusterSession session = Open(server.Address);
        var names = new List<string>();
        var query = new ResourceQuery(ResourceTypes.Pod, "home");
        await foreach (KubeObject item in session.Resources.ListAsync(query, default)) names.Add(item.Name);
        Assert.Equal(["a", "b", "c"], names);
        Assert.Contains("continue=later", urls.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kinds_are_listed_though_the_server_behind_one_group_is_down()
    {
        using var server = RawServer.OfJson(request => request.Path switch
        {
            "/apis" => (200, """
                {"groups":[{"preferredVersion":{"groupVersion":"apps/v1"}},
                 {"preferredVersion":{"groupVersion":"metrics.k8s.io/v1beta1"}}]}
                """),
            "/api/v1" => (200, Kind("pods", "Pod")),
            "/apis/apps/v1" => (200, Kind("deployments", "Deployment")),
            _ => (503, """{"kind":"Status","code":503,"message":"service unavailable"}"""),
        });
        using IClusterSession session = Open(server.Address);

        IReadOnlyList<ResourceType> types = await session.Discovery.ListAsync(default);

        Assert.Equal([ResourceTypes.Pod, ResourceTypes.Deployment], types);
        static string Kind(string plural, string kind) =>
            $$"""{"resources":[{"name":"{{plural}}","kind":"{{kind}}","namespaced":true}]}""";
    }

    [Fact]
    public async Task A_list_of_a_group_of_Kubernetes_itself_that_does_not_answer_is_a_fault()
    {
        using var server = RawServer.OfJson(request => request.Path == "/apis"
            ? (200, """{"groups":[]}""")
            : (503, """{"kind":"Status","code":503,"message":"service unavailable"}"""));
        using IClusterSession session = Open(server.Address);

        ClusterException fault =
            await Assert.ThrowsAsync<ClusterException>(() => session.Discovery.ListAsync(default));
        Assert.Equal(ClusterFault.Unreachable, fault.Fault);
    }

    [Fact]
    public async Task A_watch_whose_list_expired_halfway_lists_from_the_start()
    {
        int lists = 0;
        using var server = RawServer.OfJson(request => request.Query("continue") switch
        {
            "old" when Interlocked.Increment(ref lists) == 1 => (410, Expired),
            "old" => (200, Page("", "c")),
            _ => (200, Page("old", "a", "b")),
        });
        using IClusterSession session = Open(server.Address);
        var changes = new List<string>();
        var query = new ResourceQuery(ResourceTypes.Pod, "home");
        await foreach (WatchEvent change in session.Resources.WatchAsync(query, default))
        {
            if (change.Kind == WatchEventKind.Synced) break;
            changes.Add(change.Item!.Name);
        }

        Assert.Equal(["a", "b", "c"], changes);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_fetched_anew_once_and_the_request_repeated()
    {
        using var count = new TemporaryFile("");
        using RawServer server = Secure(request => request.Header("Authorization") == "Bearer token-2"
            ? (200, """{"gitVersion":"v1.30.0"}""")
            : (401, "{}"));
        using IClusterSession session = OpenSecure(server.Address, Plugin(count.Path));
        Assert.Equal("v1.30.0", await session.GetServerVersionAsync(default));
        Assert.Equal(
            ["Bearer token-1", "Bearer token-2"], server.Requests.Select(request => request.Header("Authorization")));
    }

    [Fact]
    public async Task A_server_that_refuses_the_fresh_token_too_is_believed()
    {
        using var count = new TemporaryFile("");
        using RawServer server = Secure(_ => (401, "{}"));
        using IClusterSession session = OpenSecure(server.Address, Plugin(count.Path));
        ClusterException fault = await Assert.ThrowsAsync<ClusterException>(() => session.GetServerVersionAsync(default));
        Assert.Equal(ClusterFault.NotAuthenticated, fault.Fault);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_token_of_the_kubeconfig_itself_is_not_tried_twice()
    {
        using RawServer server = Secure(_ => (401, "{}"));
        using IClusterSession session = OpenSecure(server.Address, "{ token: abc }");
        await Assert.ThrowsAsync<ClusterException>(() => session.GetServerVersionAsync(default));
        Assert.Equal("Bearer abc", Assert.Single(server.Requests).Header("Authorization"));
    }

    private static RawServer Secure(Func<RawRequest, (int Status, string Body)> answer) =>
        RawServer.OfJson(answer, TestAuthority.Server);

    private static IClusterSession OpenSecure(string server, string user)
    {
        using var file = new TemporaryFile(KubeConfigText.ForTls(server, user));
        return Adapter.Open(file.Path, "test");
    }

    /// <summary>A plugin whose every run gives another token, without an end: token-1, token-2 …</summary>
    private static string Plugin(string counter)
    {
        string script = $"echo >> {counter}; n=$(wc -l < {counter}); "
            + """printf '{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"token-%d"}}' $n""";
        return "{ exec: { apiVersion: client.authentication.k8s.io/v1, command: /bin/sh, args: [-c, "
            + $"'{script.Replace("'", "''", StringComparison.Ordinal)}'] }} }}";
    }

    private static IClusterSession Open(string server)
    {
        using var file = new TemporaryFile(KubeConfigText.For(server));
        return Adapter.Open(file.Path, "test");
    }

    private static string Page(string next, params string[] names)
    {
        IEnumerable<string> items = names.Select(
            name => $$"""{"metadata":{"name":"{{name}}","uid":"{{name}}","resourceVersion":"1"} }""");
        return $$"""
            {"kind":"PodList","metadata":{"resourceVersion":"1","continue":"{{next}}"},"items":[{{string.Join(',', items)}}]}
            """;
    }
}
