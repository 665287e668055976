using System.Text.Json.Nodes;
using MicroK8s.Manifests;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Manifests;

/// <summary>Whose fields a publication takes over without asking, and which of them.</summary>
public sealed class FieldTakeoverTests
{
    private static readonly JsonObject Manifest = Json("""{"spec":{"selector":{}}}""");

    [Theory]
    [InlineData("kubectl-client-side-apply", "Update", true)]
    [InlineData("microk8s-powershell", "Update", true)]
    [InlineData("microk8s-powershell", "Apply", false)]
    [InlineData("kubectl", "Apply", false)]
    [InlineData("kubectl-edit", "Update", false)]
    [InlineData("kube-controller-manager", "Update", false)]
    public void Only_what_kubectl_applied_and_what_the_module_wrote_moves(string manager, string operation, bool moves)
    {
        FieldTakeover? takeover = FieldTakeover.Plan(
            Object(Entry(manager, operation, """{"f:spec":{"f:selector":{}}}""")), Manifest);
        Assert.Equal(moves, takeover is not null);
        if (moves) Assert.Equal([manager], takeover!.Managers);
    }

    [Fact]
    public void A_part_of_the_object_such_as_the_status_stays_with_its_writer() => Assert.Null(FieldTakeover.Plan(
        Object("""{"manager":"microk8s-powershell","operation":"Update","subresource":"scale","fieldsV1":{"f:spec":{}}}"""),
        Manifest));

    [Fact]
    public void Fields_join_those_that_were_applied_before_and_others_stay_as_they_are()
    {
        string other = Entry("kubectl-edit", "Update", """{"f:spec":{"f:paused":{}}}""");
        FieldTakeover takeover = FieldTakeover.Plan(
            Object(
                Entry("kubectl-client-side-apply", "Update", """{"f:spec":{"f:a":{".":{},"f:x":{}}}}"""), other,
                Entry("microk8s-powershell", "Apply", """{"f:spec":{"f:a":{"f:y":{}}}}""")),
            Manifest)!;
        Assert.Equal(2, takeover.Owners.Count);
        Assert.Equal(
            """{"f:spec":{"f:a":{"f:y":{},".":{},"f:x":{}}}}""", takeover.Owners[0]!["fieldsV1"]!.ToJsonString());
        Assert.Equal("Apply", (string?)takeover.Owners[0]!["operation"]);
        Assert.True(JsonNode.DeepEquals(Json(other), takeover.Owners[1]));
    }

    [Theory]
    [InlineData("""{"spec":{}}""", "[]", """{"f:metadata":{"f:annotations":{"f:a":{},"f:b":{}}},"f:spec":{"f:replicas":{}}}""")]
    [InlineData(
        """{"metadata":{"annotations":{"a":"1"}},"spec":{"replicas":3}}""", """["f:metadata","f:spec"]""",
        """{"f:metadata":{"f:annotations":{"f:b":{}}}}""")]
    public void Replicas_and_annotations_move_only_if_the_manifest_names_them(string manifest, string moved, string stays)
    {
        const string Fields =
            """{"f:metadata":{"f:annotations":{".":{},"f:a":{},"f:b":{}}},"f:spec":{"f:replicas":{},"f:selector":{}}}""";
        FieldTakeover takeover = FieldTakeover.Plan(Object(Entry("microk8s-powershell", "Update", Fields)), Json(manifest))!;
        Assert.Equal("f:selector", takeover.Fields["f:spec"]!.AsObject().Last(field => field.Key != "f:replicas").Key);
        Assert.True(JsonNode.DeepEquals(Json(stays), Sorted(takeover.Owners[1]!["fieldsV1"]!)), takeover.Owners.ToJsonString());
        foreach (JsonNode? key in JsonNode.Parse(moved)!.AsArray()) Assert.NotNull(takeover.Fields[(string)key!]);
    }

    [Fact]
    public void What_was_taken_over_once_needs_no_takeover_again()
    {
        string kept = Entry("microk8s-powershell", "Update", """{"f:spec":{"f:replicas":{}}}""");
        Assert.Null(FieldTakeover.Plan(Object(kept), Manifest));
    }

    private static JsonNode Sorted(JsonNode node) => node is JsonObject map
        ? new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Sorted(pair.Value!))))
        : node.DeepClone();

    private static string Entry(string manager, string operation, string fields) =>
        $$"""{"manager":"{{manager}}","operation":"{{operation}}","apiVersion":"apps/v1","fieldsV1":{{fields}} }""";

    private static KubeObject Object(params string[] entries) => KubeObject.Parse(
        $$"""{"metadata":{"name":"web","resourceVersion":"1","managedFields":[{{string.Join(',', entries)}}]} }""");

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
