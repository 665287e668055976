using System.Text.Json.Nodes;
using MicroK8s.Manifests;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Manifests;

/// <summary>What -WhatIf tells of fields that a takeover makes ours and the manifest leaves out.</summary>
public sealed class FieldRemovalTests
{
    private const string Live = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","resourceVersion":"1","labels":{"a":"1","b":"2"},
          "managedFields":[
           {"manager":"kubectl-client-side-apply","operation":"Update","fieldsV1":{
             "f:metadata":{"f:labels":{".":{},"f:a":{},"f:b":{}}},
             "f:spec":{"f:progressDeadlineSeconds":{},"f:minReadySeconds":{},"f:template":{"f:spec":{"f:containers":{
              "k:{\"name\":\"web\"}":{".":{},"f:name":{},"f:image":{},"f:env":{".":{},
               "k:{\"name\":\"A\"}":{".":{},"f:name":{},"f:value":{}},"k:{\"name\":\"B\"}":{".":{},"f:name":{},"f:value":{}}}}}}}}}},
           {"manager":"kubectl-label","operation":"Update","fieldsV1":{"f:metadata":{"f:labels":{"f:b":{}}}}}]},
         "spec":{"progressDeadlineSeconds":600,"minReadySeconds":5,"template":{"spec":{"containers":[
          {"name":"web","image":"x","env":[{"name":"A","value":"1"},{"name":"B","value":"secret"}]}]}}}}
        """;

    [Fact]
    public void What_nobody_names_and_nobody_else_owns_goes_but_defaults_do_not()
    {
        KubeObject live = KubeObject.Parse(Live);
        JsonObject manifest = JsonNode.Parse("""
            {"spec":{"template":{"spec":{"containers":[{"name":"web","image":"x","env":[{"name":"A","value":"1"}]}]}}}}
            """)!.AsObject();
        FieldTakeover takeover = FieldTakeover.Plan(live, manifest)!;
        Assert.Equal(
            ["metadata.labels.a: 1 → (none)", "spec.minReadySeconds: 5 → (none)",
                "spec.template.spec.containers[web].env[B].value: (hidden) → (none)"],
            FieldRemoval.Foresee(live, takeover, manifest).Select(change => change.ToString()));
    }

    [Fact]
    public void Nothing_goes_if_the_manifest_names_everything()
    {
        KubeObject live = KubeObject.Parse(Live);
        JsonObject manifest = live.ToNode();
        Assert.Empty(FieldRemoval.Foresee(live, FieldTakeover.Plan(live, manifest)!, manifest));
    }
}
