using System.Runtime.CompilerServices;
using System.Text;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Metrics;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Metrics;

/// <summary>A Prometheus that cannot be asked is a gap with a reason, never a fault, and costs little time.</summary>
public sealed class CallerSearchTests
{
    [Fact]
    public async Task What_cannot_be_asked_is_a_gap()
    {
        Assert.Equal("no Service of Prometheus was found in the cluster", (await ReadAsync(new Servers())).Gap);
        var forbidden = new Servers { Denial = new ClusterException(ClusterFault.AccessDenied, "Not allowed to list services.") };
        Assert.Equal("Not allowed to list services", (await ReadAsync(forbidden)).Gap);
        var away = new Servers("shop/prometheus", "team/prometheus")
        {
            Answer = (_, _) => throw new ClusterException(ClusterFault.Unreachable, "It cannot be reached."),
        };
        Assert.Equal("It cannot be reached; It cannot be reached", (await ReadAsync(away)).Gap);
        var silent = new Servers("shop/prometheus")
        {
            Answer = async (_, stop) =>
            {
                await Task.Delay(Timeout.Infinite, stop);
                return "";
            },
        };
        Assert.Equal(
            "Service shop/prometheus:web did not answer within 0.1 seconds",
            (await ReadAsync(silent, TimeSpan.FromMilliseconds(100))).Gap);
    }

    [Fact]
    public async Task A_stop_is_no_gap()
    {
        using var stop = new CancellationTokenSource();
        var silent = new Servers("shop/prometheus")
        {
            Answer = async (_, token) =>
            {
                await stop.CancelAsync();
                token.ThrowIfCancellationRequested();
                return "";
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CallerSearch.ReadAsync(silent, "shop", ["web"], stop.Token));
    }

    [Fact]
    public async Task Servers_that_scrape_the_same_are_counted_once_and_one_that_knows_fills_the_gap_of_another()
    {
        var servers = new Servers("a/prometheus", "b/prometheus", "c/prometheus", "shop/prometheus")
        {
            Answer = (space, _) => Task.FromResult(space switch
            {
                "a" => Series("gateway", 5, "batch", 1),
                "b" => "",
                _ => Series("gateway", 7, "frontend", 9),
            }),
        };
        ObservedCallers read = await ReadAsync(servers);
        Assert.Null(read.Gap);
        Assert.Equal(
            [("shop/frontend", 9L), ("shop/gateway", 7L), ("shop/batch", 1L)],
            read.Callers.Select(caller => ($"{caller}", caller.Requests)));
        Assert.Equal(["shop", "a", "b"], servers.Opened);
    }

    private static Task<ObservedCallers> ReadAsync(Servers servers, TimeSpan? time = null) =>
        CallerSearch.ReadAsync(servers, "shop", ["web"], time ?? TimeSpan.FromMinutes(1), CancellationToken.None);

    private static string Series(string one, int calls, string other, int more) => $"{Series(one, calls)},{Series(other, more)}";

    private static string Series(string name, int calls) => $$"""
        {"metric":{"counter":"istio_requests_total","source_workload":"{{name}}","source_workload_namespace":"shop"},"value":[1,"{{calls}}"]}
        """;

    /// <summary>A cluster with Services of Prometheus.</summary>
    private sealed class Servers(params string[] names) : DelegatingSession(inner: null)
    {
        public ClusterException? Denial { get; init; }

        public Func<string, CancellationToken, Task<string>> Answer { get; init; } = (_, _) => Task.FromResult("");

        public List<string> Opened { get; } = [];

        public override IHttpService OpenService(ProxiedService service)
        {
            Opened.Add(service.Namespace);
            return new Server(service, Answer);
        }

        public override async IAsyncEnumerable<KubeObject> ListAsync(
            ResourceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            Assert.Equal((ResourceTypes.Service, null), (query.Type, query.Namespace));
            if (Denial is not null) throw Denial;
            foreach (string[] name in names.Select(name => name.Split('/')))
            {
                yield return KubeObject.Parse($$"""
                    {"kind":"Service","metadata":{"namespace":"{{name[0]}}","name":"{{name[1]}}"},
                     "spec":{"ports":[{"name":"web","port":9090}]} }
                    """);
            }
        }
    }

    private sealed class Server(ProxiedService service, Func<string, CancellationToken, Task<string>> answer) : IHttpService
    {
        public string Address => $"{service}";

        public async Task<HttpAnswer> AskAsync(
            string path, IReadOnlyList<KeyValuePair<string, string>> fields, long mostBytes, CancellationToken cancellationToken) =>
            new(200, Encoding.UTF8.GetBytes($$"""
                {"status":"success","data":{"resultType":"vector","result":[{{await answer(service.Namespace, cancellationToken)}}]} }
                """));

        public void Dispose()
        {
        }
    }
}
