using System.Collections.Concurrent;
using System.Management.Automation;
using MicroK8s.Manifests;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Manifests;

/// <summary>Kinds that come and go while a session lasts, on the real cluster.</summary>
public sealed class PublishKindTests
{
    [Fact]
    public async Task A_kind_that_was_removed_meanwhile_is_published_anew_with_its_objects()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        string group = $"{ns.Name}.example.com";
        (string definition, string widget) = (Definition(group), Widget(group));
        try
        {
            AssertCreated(shell, definition, widget);
            await RemoveDefinitionAsync(ns);
            string said = shell.Run("$args[0] | Publish-MicroService", widget)
                .AssertError("KindNotSupported").Exception.Message;
            Assert.Contains("line 1, column 1: the server has no Widget of", said, StringComparison.Ordinal);
            AssertCreated(shell, definition, widget);
        }
        finally
        {
            await RemoveDefinitionAsync(ns);
        }
    }

    /// <summary>A real server does so for a moment after the definition was removed.</summary>
    [Fact]
    public void A_kind_that_the_server_lists_but_no_longer_has_is_new_if_its_definition_is_in_the_set()
    {
        var writes = new ConcurrentQueue<string>();
        using var server = RawServer.OfJson(request => (request.Method, request.Path) switch
        {
            ("GET", "/version") => (200, """{"gitVersion":"v1.30.0"}"""),
            ("GET", "/apis") => (200, """{"groups":[{"preferredVersion":{"groupVersion":"example.com/v1"}}]}"""),
            ("GET", "/api/v1") => (200, """{"resources":[]}"""),
            ("GET", "/apis/example.com/v1") => (200, """
                {"resources":[{"name":"widgets","kind":"Widget","namespaced":true}]}
                """),
            ("GET", "/apis/apiextensions.k8s.io/v1") => (200, """
                {"resources":[{"name":"customresourcedefinitions","kind":"CustomResourceDefinition","namespaced":false}]}
                """),
            ("GET", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com") => (404, """
                {"kind":"Status","code":404,"reason":"NotFound","message":"not found","details":{"kind":"customresourcedefinitions"}}
                """),
            ("PATCH", _) => (201, Stored(request)),
            _ => (404, """
                {"kind":"Status","code":404,"reason":"NotFound","message":"the server could not find the requested resource","details":{}}
                """),
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using Shell shell = Shell.Connected(file.Path, "test", "home");

        (string definition, string widget) = (Definition("example.com"), Widget("example.com"));

        ErrorRecord error = shell.Run("$args[0] | Publish-MicroService", widget).AssertError("KindNotSupported");
        Assert.Contains("the server has no Widget of example.com/v1.", error.Exception.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "Install its CustomResourceDefinition", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);

        shell.Run("$args[0] | Publish-MicroService -WhatIf", $"{definition}---\n{widget}").AssertNoErrors();
        Assert.Equal(["/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com"], writes.Distinct());

        string Stored(RawRequest request)
        {
            Assert.Equal("All", request.Query("dryRun"));
            writes.Enqueue(request.Path);
            return """
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
                 "metadata":{"name":"widgets.example.com","uid":"1","resourceVersion":"1"} }
                """;
        }
    }

    private static string Definition(string group) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.{{group}}}
        spec:
          group: {{group}}
          scope: Namespaced
          names: {plural: widgets, singular: widget, kind: Widget}
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object} }

        """;

    private static string Widget(string group) => $"apiVersion: {group}/v1\nkind: Widget\nmetadata: {{name: one}}\n";

    private static void AssertCreated(Shell shell, string definition, string widget) => Assert.Equal(
        [PublishAction.Created, PublishAction.Created],
        shell.Run("$args[0] | Publish-MicroService", $"{definition}---\n{widget}").AssertNoErrors()
            .As<PublishedObject>().Select(item => item.Action));

    private static async Task RemoveDefinitionAsync(TestNamespace ns) => await Kubectl.RunAsync(
        "delete", "customresourcedefinition", $"widgets.{ns.Name}.example.com", "--ignore-not-found", "--wait");
}
