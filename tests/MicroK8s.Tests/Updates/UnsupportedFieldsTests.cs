using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Updates;

public sealed class UnsupportedFieldsTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", """{"a":1}""", ".b")]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", """{"a":1,"b":2,"c":3}""", null)]
    [InlineData("""{"a":1}""", """{"a":1,"b":false,"c":"","d":{}}""", """{"a":1}""", null)]
    [InlineData("""{"a":1}""", """{}""", """{}""", null)]
    [InlineData("""{"p":{}}""", """{"p":{"x":{"grpc":1}}}""", """{"p":{"x":{}}}""", ".p.x.grpc")]
    [InlineData("""{"c":[{"n":1}]}""", """{"c":[{"n":1,"new":2}]}""", """{"c":[{"n":1}]}""", ".c[0].new")]
    [InlineData("""{"a":"1000m"}""", """{"a":"1"}""", """{"a":"1"}""", null)]
    public void What_is_new_and_would_not_be_stored_is_found(string read, string wanted, string stored, string? expected) =>
        Assert.Equal(
            expected, UnsupportedFields.Find(JsonNode.Parse(read), JsonNode.Parse(wanted), JsonNode.Parse(stored)));

    [Fact]
    public void The_definition_of_a_custom_kind_is_named_and_for_a_built_in_kind_the_server()
    {
        ClusterException custom = Assert.Throws<ClusterException>(() => Check(ResourceTypes.HttpRoute));
        Assert.Equal(
            "The server would not store spec.retry of HTTPRoute shop/web: its CustomResourceDefinition "
            + "httproutes.gateway.networking.k8s.io does not have this field in version v1.", custom.Message);
        Assert.Equal("Install a release of the definition that has the field, or leave the field out.", custom.Advice);
        ClusterException builtIn = Assert.Throws<ClusterException>(() => Check(ResourceTypes.Ingress));
        Assert.EndsWith("it does not know this field.", builtIn.Message, StringComparison.Ordinal);
        Assert.Equal("Its Kubernetes is too old for it.", builtIn.Advice);
    }

    [Fact]
    public void A_new_object_of_a_custom_kind_is_refused_too()
    {
        var manifest = JsonNode.Parse("""{"metadata":{"name":"web","namespace":"shop"},"spec":{"a":1,"b":2}}""")!.AsObject();
        KubeObject stored = KubeObject.Parse("""{"metadata":{"name":"web","namespace":"shop"},"spec":{"a":1}}""");
        Assert.Contains(
            "store spec.b of DestinationRule shop/web",
            Assert.Throws<ClusterException>(() => UnsupportedFields.Check(
                new ObjectCreation(ResourceTypes.DestinationRule, manifest), stored)).Message,
            StringComparison.Ordinal);
        UnsupportedFields.Check(new ObjectCreation(ResourceTypes.Secret, manifest), stored);
    }

    private static void Check(ResourceType type) => UnsupportedFields.Check(
        ObjectUpdate.Plan(
            new ResourceRef(type, "shop", "web"), KubeObject.Parse("""{"spec":{"a":1}}"""),
            _ => JsonNode.Parse("""{"spec":{"a":1,"retry":{"attempts":2}}}""")!.AsObject()),
        KubeObject.Parse("""{"spec":{"a":1}}"""));
}
