using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Waiting;

/// <summary>A StatefulSet or DaemonSet <c>db</c> as the cluster would show it, with its ControllerRevisions and pods.</summary>
internal static class FakeHistory
{
    public static KubeObject Workload(
        string image, string kind = "StatefulSet", string spec = "{}", string metadata = "{}", int observed = 2)
    {
        JsonObject json = JsonNode.Parse($$$"""
            {"kind":"{{{kind}}}","metadata":{"name":"db","namespace":"shop","uid":"s","generation":2,"resourceVersion":"7"},
             "spec":{"replicas":3,"selector":{"matchLabels":{"app":"db"}},"template":{{{Template(image)}}}},
             "status":{"observedGeneration":{{{observed}}}}}
            """)!.AsObject();
        foreach ((string key, JsonNode? value) in JsonNode.Parse(spec)!.AsObject()) json["spec"]![key] = value?.DeepClone();
        foreach ((string key, JsonNode? value) in JsonNode.Parse(metadata)!.AsObject()) json["metadata"]![key] = value?.DeepClone();
        return Fake.Object(json);
    }

    public static KubeObject Revision(string image, long number, string owner = "s", string annotations = "{}") => KubeObject.Parse($$$"""
        {"kind":"ControllerRevision","metadata":{"name":"db-{{{number}}}","namespace":"shop","uid":"r{{{number}}}{{{owner}}}",
         "creationTimestamp":"2026-01-01T0{{{number}}}:00:00Z","annotations":{{{annotations}}},
         "labels":{"controller-revision-hash":"hash-{{{number}}}"},"ownerReferences":[{"uid":"{{{owner}}}","controller":true}]},
         "revision":{{{number}}},"data":{"spec":{"template":{{{Template(image, "\"$patch\":\"replace\",")}}} } } }
        """);

    public static KubeObject Pod(int ordinal, string hash, bool isReady, string owner = "s", string metadata = "") => KubeObject.Parse($$$"""
        {"kind":"Pod","metadata":{"name":"db-{{{ordinal}}}","namespace":"shop","uid":"p{{{ordinal}}}",
         "labels":{"controller-revision-hash":"{{{hash}}}"},"ownerReferences":[{"uid":"{{{owner}}}","controller":true}]{{{metadata}}}},
         "status":{"conditions":[{"type":"Ready","status":"{{{(isReady ? "True" : "False")}}}"}],
          "containerStatuses":[{"name":"web","imageID":"docker-pullable://registry.example/web@sha256:{{{hash}}}"}]}}
        """);

    private static string Template(string image, string patch = "") => $$$"""
        { {{{patch}}}"metadata":{"creationTimestamp":null,"labels":{"app":"db"}},"spec":{"containers":[{"name":"web","image":"{{{image}}}"}]}}
        """;
}
