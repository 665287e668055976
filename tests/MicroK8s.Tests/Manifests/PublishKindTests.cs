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
        string definition = $$"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.{{ns.Name}}.example.com}
            spec:
              group: {{ns.Name}}.example.com
              scope: Namespaced
              names: {plural: widgets, singular: widget, kind: Widget}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object} }

            """;
        string widget = $"apiVersion: {ns.Name}.example.com/v1\nkind: Widget\nmetadata: {{name: one}}\n";
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

    private static void AssertCreated(Shell shell, string definition, string widget) => Assert.Equal(
        [PublishAction.Created, PublishAction.Created],
        shell.Run("$args[0] | Publish-MicroService", $"{definition}---\n{widget}").AssertNoErrors()
            .As<PublishedObject>().Select(item => item.Action));

    private static async Task RemoveDefinitionAsync(TestNamespace ns) => await Kubectl.RunAsync(
        "delete", "customresourcedefinition", $"widgets.{ns.Name}.example.com", "--ignore-not-found", "--wait");
}
