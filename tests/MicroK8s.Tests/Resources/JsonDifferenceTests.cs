using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Resources;

public sealed class JsonDifferenceTests
{
    [Theory]
    [InlineData("""{"a":{"b":1}}""", """{"a":{"b":2}}""", "a.b: 1 → 2")]
    [InlineData("""{"a":1}""", """{}""", "a: 1 → (none)")]
    [InlineData("""{}""", """{"a":{"b":true}}""", "a.b: (none) → true")]
    [InlineData("""{"a":null}""", """{}""", "")]
    [InlineData("""{}""", """{"a":{}}""", "a: (none) → {}")]
    [InlineData("""{"labels":{"app.kubernetes.io/version":"1"}}""", """{"labels":{"app.kubernetes.io/version":"2"}}""", "labels[app.kubernetes.io/version]: 1 → 2")]
    [InlineData("""{"l":["x","y"]}""", """{"l":["x"]}""", "l[1]: y → (none)")]
    [InlineData("""{"a":1.0}""", """{"a":"text"}""", "a: 1.0 → text")]
    [InlineData("""{"a":[]}""", """{"a":{"b":1}}""", "a: [] → {\"b\":1}")]
    public void Every_field_that_differs_is_named(string from, string to, string expected) =>
        Assert.Equal(expected, Between(from, to));

    [Fact]
    public void Items_are_matched_by_their_names_not_by_their_places() => Assert.Equal(
        "c[web].image: 1 → 2; c[log].image: 5 → (none); c[new].image: (none) → 7",
        Between(
            """{"c":[{"name":"web","image":1},{"name":"log","image":5}]}""",
            """{"c":[{"name":"new","image":7},{"name":"web","image":2}]}"""));

    [Fact]
    public void An_order_that_changed_is_a_difference_too() => Assert.Equal(
        "c (order): a, b → b, a", Between("""{"c":[{"name":"a"},{"name":"b"}]}""", """{"c":[{"name":"b"},{"name":"a"}]}"""));

    [Fact]
    public void Items_whose_names_repeat_are_matched_by_their_places() => Assert.Equal(
        "c[1].v: 2 → 3", Between("""{"c":[{"name":"a","v":1},{"name":"a","v":2}]}""", """{"c":[{"name":"a","v":1},{"name":"a","v":3}]}"""));

    private static string Between(string from, string to) =>
        string.Join("; ", JsonDifference.Between(JsonNode.Parse(from), JsonNode.Parse(to)));
}
