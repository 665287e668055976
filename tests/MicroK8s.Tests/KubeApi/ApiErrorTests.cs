using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Tests.KubeApi;

/// <summary>Answers of the API server that a real one gives only in passing.</summary>
public sealed class ApiErrorTests
{
    [Fact]
    public async Task A_namespace_that_is_going_away_is_no_missing_right()
    {
        ClusterException fault = await CreateAgainstAsync("""
            {"kind":"Status","reason":"Forbidden","message":"unable to create: it is being terminated",
             "details":{"causes":[{"reason":"NamespaceTerminating","field":"metadata.namespace"}]}}
            """);
        Assert.Equal(ClusterFault.NamespaceNotFound, fault.Fault);
        Assert.Contains("being terminated", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_webhook_says_cannot_command_a_build_agent()
    {
        ClusterException fault = await CreateAgainstAsync(
            """{"kind":"Status","reason":"Forbidden","message":"denied ##vso[task.complete result=Succeeded]\u001b[2J"}""");
        Assert.Equal(ClusterFault.AccessDenied, fault.Fault);
        Assert.DoesNotContain("##vso[", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', fault.Message);
    }

    private static async Task<ClusterException> CreateAgainstAsync(string status)
    {
        using var server = new PlainServer(_ => (403, status));
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using IClusterSession session = Adapter.Open(file.Path, "test");
        var manifest = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "x", ["namespace"] = "home" } };
        return await Assert.ThrowsAsync<ClusterException>(
            () => session.Resources.CreateAsync(ResourceTypes.ConfigMap, manifest, dryRun: false, default));
    }
}
