using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>Objects as the cluster would show them, for rules: a Deployment <c>web</c>, its ReplicaSets and pods.</summary>
internal static class Fake
{
    public static DateTimeOffset Now { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static KubeObject Object(JsonNode json) => KubeObject.Parse(json.ToJsonString());

    /// <summary>The Deployment; counts and conditions as JSON of its status, <c>spec</c> merged in.</summary>
    public static KubeObject Deployment(string image = "web:2", string status = "{}", string spec = "{}", string metadata = "{}")
    {
        JsonObject json = JsonNode.Parse($$$"""
            {"kind":"Deployment","metadata":{"name":"web","namespace":"shop","uid":"d","generation":2,"resourceVersion":"7"},
             "spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},"template":{{{Template(image, null)}}}},
             "status":{"observedGeneration":2}}
            """)!.AsObject();
        Merge(json["status"]!.AsObject(), status);
        Merge(json["spec"]!.AsObject(), spec);
        Merge(json["metadata"]!.AsObject(), metadata);
        return Object(json);
    }

    public static KubeObject ReplicaSet(
        string image, long? revision, string status = "{}", string owner = "d", string? cause = null, string? uid = null)
    {
        var annotations = new JsonObject();
        if (revision is not null) annotations["deployment.kubernetes.io/revision"] = $"{revision}";
        if (cause is not null) annotations["kubernetes.io/change-cause"] = cause;
        string name = uid ?? image.Replace(':', '-');
        return KubeObject.Parse($$$"""
            {"kind":"ReplicaSet","metadata":{"name":"{{{name}}}","namespace":"shop","uid":"{{{name}}}","creationTimestamp":"2026-01-01T0{{{revision ?? 9}}}:00:00Z",
             "annotations":{{{annotations.ToJsonString()}}},"ownerReferences":[{"uid":"{{{owner}}}","controller":true}]},
             "spec":{"template":{{{Template(image, "abc")}}}},"status":{{{status}}}}
            """);
    }

    /// <summary>A pod of a ReplicaSet; the rest of its status as JSON.</summary>
    public static KubeObject Pod(string status, string image = "web:2", string name = "p1", string spec = "", string metadata = "") =>
        KubeObject.Parse($$$"""
            {"kind":"Pod","metadata":{"name":"{{{name}}}","namespace":"shop","uid":"{{{name}}}",
             "ownerReferences":[{"uid":"{{{image.Replace(':', '-')}}}","controller":true}]{{{metadata}}}},
             "spec":{"containers":[{"name":"web","image":"{{{image}}}","readinessProbe":{"failureThreshold":3}}]{{{spec}}}},"status":{{{status}}}}
            """);

    /// <summary>A pod whose container <c>web</c> is in this state.</summary>
    public static KubeObject PodIn(string state, int restarts = 0, string last = "{}", string more = "", string conditions = "[]") => Pod($$$"""
        {"conditions":{{{conditions}}},"containerStatuses":[{"name":"web","restartCount":{{{restarts}}},"ready":false,"state":{{{state}}},"lastState":{{{last}}}{{{more}}}}]}
        """);

    public static KubeObject Event(
        string reason, string message, int count = 1, string pod = "p1", string at = "2026-01-01T11:00:00Z") => Object(new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = $"{pod}.{reason}" },
            ["involvedObject"] = new JsonObject { ["uid"] = pod, ["fieldPath"] = "spec.containers{web}" },
            ["reason"] = reason,
            ["message"] = message,
            ["count"] = count,
            ["lastTimestamp"] = at,
        });

    /// <summary>A rollout of <c>web:2</c> that is not done, with these pods.</summary>
    public static RolloutSnapshot Snapshot(params KubeObject[] pods) => new(Deployment(), Deployment(), Now)
    {
        Revisions = [ReplicaSet("web:1", 1), ReplicaSet("web:2", 2)],
        Pods = pods,
    };

    private static string Template(string image, string? hash) => $$$"""
        {"metadata":{"labels":{"app":"web"{{{(hash is null ? "" : $",\"pod-template-hash\":\"{hash}\"")}}}}},"spec":{"containers":[{"name":"web","image":"{{{image}}}"}]}}
        """;

    private static void Merge(JsonObject target, string more)
    {
        foreach ((string key, JsonNode? value) in JsonNode.Parse(more)!.AsObject()) target[key] = value?.DeepClone();
    }
}
