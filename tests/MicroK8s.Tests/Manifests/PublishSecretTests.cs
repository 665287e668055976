using System.Management.Automation;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Manifests;

/// <summary>Secrets: their texts are owned as the server stores them, and never shown.</summary>
public sealed class PublishSecretTests
{
    [Fact]
    public async Task A_text_that_a_secret_no_longer_has_goes_whoever_applied_it()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        string secret = $"apiVersion: v1\nkind: Secret\nmetadata: {{name: s, namespace: {ns.Name}}}\nstringData: ";
        await Kubectl.RunAsync(secret + "{a: one, b: one}", ["apply", "-f", "-"]);

        const string Publish = "Publish-MicroService -InputObject $args[0]";
        EngineResult whatIf = shell.Run($"{Publish} -WhatIf", secret + "{a: two}").AssertNoErrors();
        Assert.Contains("data.a: (hidden) → (hidden, another)", whatIf.HostText, StringComparison.Ordinal);
        Assert.Contains("data.b: (hidden) → (none)", whatIf.HostText, StringComparison.Ordinal);
        Assert.DoesNotContain("data.a: (hidden) → (none)", whatIf.HostText, StringComparison.Ordinal);
        Assert.DoesNotContain("Opaque", whatIf.HostText, StringComparison.Ordinal);

        shell.Run(Publish, secret + "{a: two}").AssertNoErrors();
        Assert.Equal(("a", "dHdv"), await OnlyAsync());
        await Kubectl.RunAsync(secret + "{a: two}", ["apply", "-f", "-"]);
        Assert.Equal(("a", "dHdv"), await OnlyAsync());
        shell.Run(Publish, secret + "{c: two}").AssertNoErrors();
        Assert.Equal(("c", "dHdv"), await OnlyAsync());

        async Task<(string, string)> OnlyAsync()
        {
            KeyValuePair<string, string> pair = Assert.Single(
                (await ns.GetAsync(ResourceTypes.Secret, "s")).Json.Map("data"));
            return (pair.Key, pair.Value);
        }
    }

    [Theory]
    [InlineData("stringData: {pin: 271828}", "line 4, column 14: Cannot apply Secret")]
    [InlineData("data: {pin: '271828!'}", "line 1, column 1: Cannot apply Secret")]
    public async Task A_secret_that_the_server_cannot_read_is_refused_without_its_value(string data, string said)
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        ErrorRecord error = shell.Run(
            "Publish-MicroService -InputObject $args[0]", $"apiVersion: v1\nkind: Secret\nmetadata: {{name: x}}\n{data}\n")
            .AssertError("InvalidSpec");
        Assert.Contains(said, error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("271828", error.Exception.Message, StringComparison.Ordinal);
    }
}
