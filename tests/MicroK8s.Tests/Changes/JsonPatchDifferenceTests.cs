using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Changes;

/// <summary>The patch between two trees: as small as can be, and exactly what is wanted when it is applied.</summary>
public sealed class JsonPatchDifferenceTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"b":3}""", "replace /spec/b")]
    [InlineData("""{"a":1}""", """{"a":1,"b":{"c":1}}""", "add /spec/b")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2}""", "remove /spec/a")]
    [InlineData("""{"a/b~c":1}""", """{"a/b~c":2}""", "replace /spec/a~1b~0c")]
    [InlineData("""{"a":1.0}""", """{"a":1.0}""", "")]
    public void Properties_are_named_one_by_one(string from, string to, string expected) =>
        Assert.Equal(expected, Operations(from, to));

    [Theory]
    [InlineData(
        """{"env":[{"name":"A","value":"1"},{"name":"B","value":"2"}]}""",
        """{"env":[{"name":"A","value":"1"},{"name":"B","value":"3"},{"name":"C","value":"4"}]}""",
        "replace /spec/env/1/value, add /spec/env/-")]
    [InlineData(
        """{"env":[{"name":"A"},{"name":"B"},{"name":"C","value":"1"}]}""",
        """{"env":[{"name":"C","value":"2"}]}""",
        "remove /spec/env/1, remove /spec/env/0, replace /spec/env/0/value")]
    [InlineData(
        """{"env":[{"name":"A"},{"name":"B"}]}""", """{"env":[{"name":"B"},{"name":"A"}]}""", "replace /spec/env")]
    [InlineData("""{"args":["a","b"]}""", """{"args":["a","c"]}""", "replace /spec/args")]
    [InlineData(
        """{"env":[{"name":"A"},{"name":"A"}]}""", """{"env":[{"name":"A"},{"name":"A","value":"x"}]}""",
        "replace /spec/env")]
    public void Named_items_are_changed_in_place_and_other_lists_as_a_whole(string from, string to, string expected) =>
        Assert.Equal(expected, Operations(from, to));

    private static string Operations(string from, string to)
    {
        KubeObject read = KubeObject.Parse(
            $$"""{"kind":"Deployment","metadata":{"name":"x","resourceVersion":"1"},"spec":{{from}}}""");
        ObjectUpdate update = ObjectUpdate.Plan(
            new ResourceRef(ResourceTypes.Deployment, "shop", "x"), read, now =>
            {
                JsonObject copy = now.ToNode();
                copy["spec"] = JsonNode.Parse(to);
                return copy;
            });
        return string.Join(", ", JsonNode.Parse(update.Patch.ToString())!.AsArray().Skip(1).Select(
            operation => $"{operation!["op"]} {operation["path"]}"));
    }
}
