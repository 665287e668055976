using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Tests.KubeApi;

/// <summary>Writes that are refused before their body has been read.</summary>
public sealed class BodyRequestTests
{
    [Fact]
    public async Task A_refusal_that_is_lost_with_its_stream_is_asked_for_again_with_the_body_only_offered()
    {
        using var server = new EarlyRefusalServer();
        using var file = new TemporaryFile(KubeConfigText.ForTls(server.Address));
        using IClusterSession session = Adapter.Open(file.Path, "test");
        var manifest = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "x", ["namespace"] = "home" } };
        ClusterException fault = await Assert.ThrowsAsync<ClusterException>(
            () => session.Resources.CreateAsync(ResourceTypes.ConfigMap, manifest, dryRun: false, default));
        Assert.Equal(ClusterFault.AccessDenied, fault.Fault);
        Assert.Contains("no such right", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["1 headers", "3 offer"], server.Seen.Where(one => one != "1 body"));
    }
}
