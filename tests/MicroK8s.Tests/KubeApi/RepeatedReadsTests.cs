using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Tests.KubeApi;

/// <summary>Connections that are reset before the request on them is answered.</summary>
public sealed class RepeatedReadsTests
{
    [Fact]
    public async Task A_read_is_sent_again_on_another_connection()
    {
        using var server = new ResettingServer(resets: 3);
        Assert.Equal("v1.30.0", await server.Session.GetServerVersionAsync(default));
        Assert.Equal(Enumerable.Repeat("GET /version", 4), server.Requests);
    }

    [Fact]
    public async Task A_read_that_no_connection_carries_is_unreachable()
    {
        using var server = new ResettingServer(resets: int.MaxValue);
        ClusterException fault =
            await Assert.ThrowsAsync<ClusterException>(() => server.Session.GetServerVersionAsync(default));
        Assert.Equal(ClusterFault.Unreachable, fault.Fault);
        Assert.Equal(Enumerable.Repeat("GET /version", 4), server.Requests);
    }

    [Fact]
    public async Task A_write_is_sent_once()
    {
        using var server = new ResettingServer(resets: 1);
        var manifest = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "x", ["namespace"] = "home" } };
        ClusterException fault = await Assert.ThrowsAsync<ClusterException>(() =>
            server.Session.Resources.CreateAsync(ResourceTypes.ConfigMap, manifest, dryRun: false, default));
        Assert.Equal(ClusterFault.Unreachable, fault.Fault);
        Assert.Equal("POST /api/v1/namespaces/home/configmaps", Assert.Single(server.Requests));
    }

    private sealed class ResettingServer : IDisposable
    {
        private readonly TemporaryFile _config;
        private readonly RawServer _server;
        private int _requests;

        public ResettingServer(int resets)
        {
            _server = new RawServer((_, stream, stop) => Interlocked.Increment(ref _requests) <= resets
                ? RawServer.ResetAsync(stream)
                : RawServer.WriteAsync(stream, 200, """{"gitVersion":"v1.30.0"}""", stop));
            _config = new TemporaryFile(KubeConfigText.For(_server.Address));
            Session = Adapter.Open(_config.Path, "test");
        }

        public IClusterSession Session { get; }

        /// <summary>What was asked, in the order of arrival.</summary>
        public IEnumerable<string> Requests => _server.Requests.Select(request => $"{request.Method} {request.Path}");

        public void Dispose()
        {
            Session.Dispose();
            _config.Dispose();
            _server.Dispose();
        }
    }
}
