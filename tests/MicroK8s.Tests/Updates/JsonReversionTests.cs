using System.Text.Json.Nodes;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Updates;

public sealed class JsonReversionTests
{
    [Theory]
    [InlineData("""{"a":1,"b":1}""", """{"a":2,"b":1}""", """{"a":2,"b":9}""", """{"a":1,"b":9}""")]
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":3}""", """{"a":3}""")]
    [InlineData("""{}""", """{"a":{"x":1}}""", """{"a":{"x":1}}""", """{}""")]
    [InlineData("""{}""", """{"a":{"x":1}}""", """{"a":{"x":1,"y":2}}""", """{"a":{"y":2}}""")]
    [InlineData("""{"a":{"x":1}}""", """{}""", """{}""", """{"a":{"x":1}}""")]
    [InlineData(
        """{"p":[{"name":"a","n":1},{"name":"b"}]}""", """{"p":[{"name":"a","n":2},{"name":"c"}]}""",
        """{"p":[{"name":"a","n":2,"own":1},{"name":"c"},{"name":"d"}]}""",
        """{"p":[{"name":"a","n":1,"own":1},{"name":"b"},{"name":"d"}]}""")]
    public void What_changed_goes_back_and_what_others_did_since_stays(
        string before, string after, string now, string expected)
    {
        JsonObject json = JsonNode.Parse(now)!.AsObject();
        JsonReversion.Apply(JsonNode.Parse(before)!.AsObject(), JsonNode.Parse(after)!.AsObject(), json);
        Assert.Equal(expected, json.ToJsonString());
    }
}
