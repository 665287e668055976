using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>A StatefulSet or DaemonSet <c>db</c> of three pods as the cluster would show it, for rules.</summary>
internal static class FakeSet
{
    public const string Old = "db-1";
    public const string New = "db-2";

    public static KubeObject Of(
        string kind, string status = "{}", string spec = "{}", string image = "web:2", string metadata = "{}")
    {
        JsonObject json = JsonNode.Parse($$$"""
            {"kind":"{{{kind}}}","metadata":{"name":"db","namespace":"shop","uid":"d","generation":2},
             "spec":{"replicas":3,"selector":{"matchLabels":{"app":"db"}},"template":{{{Template(image)}}}},
             "status":{"observedGeneration":2,"updateRevision":"{{{New}}}"}}
            """)!.AsObject();
        Merge(json["metadata"]!.AsObject(), metadata);
        Merge(json["spec"]!.AsObject(), spec);
        Merge(json["status"]!.AsObject(), status);
        return Fake.Object(json);
    }

    public static KubeObject Revision(string name, int number, string image) => KubeObject.Parse($$$"""
        {"kind":"ControllerRevision","revision":{{{number}}},"metadata":{"name":"{{{name}}}","uid":"{{{name}}}","labels":{"controller-revision-hash":"{{{name}}}"},
         "ownerReferences":[{"uid":"d","controller":true}]},
         "data":{"spec":{"template":{"$patch":"replace",{{{Template(image).Trim()[1..]}}} } } }
        """);

    public static KubeObject Pod(string name, string revision, string state, bool ready = false, int restarts = 0) =>
        KubeObject.Parse($$$"""
            {"kind":"Pod","metadata":{"name":"{{{name}}}","namespace":"shop","uid":"{{{name}}}","labels":{"controller-revision-hash":"{{{revision}}}"},
             "ownerReferences":[{"uid":"d","controller":true}]},
             "spec":{"containers":[{"name":"web","image":"web:2","readinessProbe":{}}]},
             "status":{"conditions":[{"type":"Ready","status":"{{{ready}}}"}],
              "containerStatuses":[{"name":"web","ready":{{{(ready ? "true" : "false")}}},"restartCount":{{{restarts}}},"state":{{{state}}}}]}}
            """);

    public static KubeObject Event(string reason, string message, string at = "2026-01-01T11:00:00Z") => KubeObject.Parse($$$"""
        {"metadata":{"name":"{{{reason}}}"},"involvedObject":{"uid":"d"},"reason":"{{{reason}}}","message":"{{{message}}}","lastTimestamp":"{{{at}}}"}
        """);

    public static RolloutSnapshot Snapshot(KubeObject workload, params KubeObject[] pods) =>
        new(workload, workload, Fake.Now)
        {
            Revisions = [Revision(Old, 1, "web:1"), Revision(New, 2, "web:2")],
            Pods = pods,
        };

    private static string Template(string image) => $$$"""
        {"metadata":{"creationTimestamp":null,"labels":{"app":"db"}},"spec":{"containers":[{"name":"web","image":"{{{image}}}"}]}}
        """;

    private static void Merge(JsonObject target, string more)
    {
        foreach ((string key, JsonNode? value) in JsonNode.Parse(more)!.AsObject()) target[key] = value?.DeepClone();
    }
}
