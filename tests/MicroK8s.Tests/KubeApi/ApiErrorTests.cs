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

    [Fact]
    public async Task A_value_that_does_not_fit_the_schema_is_not_shown()
    {
        ClusterException fault = await CreateAgainstAsync("""
            {"kind":"Status","message":"failed to create typed patch object: errors:\n  .stringData.a: expected string, got &value.valueUnstructured{Value:1234}\n  .data.b: expected string, got &{map[x:geheim\nx]}\n  .c: field not declared in schema"}
            """);
        Assert.EndsWith(
            ".stringData.a: expected string, got something else .data.b: expected string, got something else "
            + ".c: field not declared in schema.",
            fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_in_the_notation_of_Go_is_left_out_and_the_rule_stays()
    {
        ClusterException fault = await CreateAgainstAsync("""
            {"kind":"Status","message":"Job.batch \"j\" is invalid: [spec.template: Invalid value: core.PodTemplateSpec{Labels:map[string]string{\"a\":\"b\"}, Env:[]core.EnvVar{core.EnvVar{Name:\"P\", Value:\"geheim\"}}}: field is immutable, spec.x: Invalid value: \"y\": is wrong]"}
            """);
        Assert.EndsWith(
            "[spec.template: Invalid value: field is immutable, spec.x: Invalid value: \"y\": is wrong].",
            fault.Message, StringComparison.Ordinal);
    }

    /// <summary>As right after a quota was made, or the server was started.</summary>
    [Theory]
    [InlineData("status unknown for quota: q, resources: count/configmaps", ClusterFault.QuotaExceeded)]
    [InlineData("not yet ready to handle request", ClusterFault.AccessDenied)]
    public async Task What_is_refused_only_for_now_is_tried_again(string why, ClusterFault fault)
    {
        (int, string) refusal = (403, $$"""
            {"kind":"Status","code":403,"reason":"Forbidden","message":"configmaps \"x\" is forbidden: {{why}}"}
            """);
        int requests = 0;
        using (var server = RawServer.OfJson(request => Interlocked.Increment(ref requests) < 3 ? refusal : (201, request.Body)))
        {
            Assert.Equal("x", (await CreateAsync(server)).Name);
        }

        using var never = RawServer.OfJson(_ => refusal);
        ClusterException exception = await Assert.ThrowsAsync<ClusterException>(() => CreateAsync(never));
        Assert.Equal(fault, exception.Fault);
        Assert.StartsWith("The server could not decide yet", exception.Advice, StringComparison.Ordinal);
        Assert.Equal(4, never.Requests.Count);
    }

    private static async Task<ClusterException> CreateAgainstAsync(string status)
    {
        using var server = RawServer.OfJson(_ => (403, status));
        return await Assert.ThrowsAsync<ClusterException>(() => CreateAsync(server));
    }

    private static async Task<KubeObject> CreateAsync(RawServer server)
    {
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using IClusterSession session = Adapter.Open(file.Path, "test");
        var manifest = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "x", ["namespace"] = "home" },
        };
        return await session.Resources.CreateAsync(ResourceTypes.ConfigMap, manifest, dryRun: false, default);
    }
}
