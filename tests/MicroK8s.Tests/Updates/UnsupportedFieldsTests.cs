using System.Text.Json.Nodes;
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
}
