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
    public static KubeObject Deployment(
        string image = "web:2", string status = "{}", string spec = "{}", string metadata = "{}") =>
        ObjectBuilder.Deployment("web", image).Shown("d", "7", generation: 2).WithMetadata(metadata)
            .WithSpec("""{"replicas":3}""").WithSpec(spec).WithStatus("""{"observedGeneration":2}""").WithStatus(status)
            .Object();

    public static KubeObject ReplicaSet(
        string image, long? revision, string status = "{}", string owner = "d", string? cause = null, string? uid = null)
    {
        string name = uid ?? image.Replace(':', '-');
        ObjectBuilder set = ObjectBuilder.ReplicaSet(name, image).OwnedBy(owner).WithStatus(status)
            .Shown(name, created: $"2026-01-01T0{revision ?? 9}:00:00Z").WithMetadata("""{"annotations":{}}""");
        set.Template["metadata"]!["labels"]!["pod-template-hash"] = "abc";
        if (revision is not null) set.Annotation("deployment.kubernetes.io/revision", $"{revision}");
        if (cause is not null) set.Annotation("kubernetes.io/change-cause", cause);
        return set.Object();
    }

    /// <summary>A pod of a ReplicaSet; the rest of its status as JSON.</summary>
    public static KubeObject Pod(
        string status, string image = "web:2", string name = "p1", string spec = "{}", string metadata = "{}") =>
        ObjectBuilder.Pod(name, new JsonObject
        {
            ["name"] = "web", ["image"] = image, ["readinessProbe"] = new JsonObject { ["failureThreshold"] = 3 },
        }).Shown(name).OwnedBy(image.Replace(':', '-')).WithMetadata(metadata).WithSpec(spec).WithStatus(status).Object();

    /// <summary>A pod whose container <c>web</c> is in this state.</summary>
    public static KubeObject PodIn(string state, int restarts = 0, string last = "{}", string more = "", string conditions = "[]") => Pod($$$"""
        {"conditions":{{{conditions}}},"containerStatuses":[{"name":"web","restartCount":{{{restarts}}},"ready":false,"state":{{{state}}},"lastState":{{{last}}}{{{more}}}}]}
        """);

    /// <summary>A ready pod without a readiness probe, as it is once its container has started.</summary>
    public static KubeObject ReadyPod(string startedAt, int restarts = 0, string conditions = "")
    {
        JsonObject pod = PodIn(
            $$$"""{"running":{"startedAt":"{{{startedAt}}}"}}""", restarts,
            conditions: $$"""[{"type":"Ready","status":"True"}{{conditions}}]""").ToNode();
        pod["spec"]!["containers"]![0]!.AsObject().Remove("readinessProbe");
        pod["status"]!["containerStatuses"]![0]!["ready"] = true;
        return Object(pod);
    }

    public static KubeObject Event(
        string reason, string message, int count = 1, string pod = "p1", string at = "2026-01-01T11:00:00Z") =>
        EventOf(pod, $"{pod}.{reason}", reason, message, at).With(item =>
        {
            item.Json["involvedObject"]!["fieldPath"] = "spec.containers{web}";
            item.Json["count"] = count;
        }).Object();

    /// <summary>An event of the object with this identity.</summary>
    public static ObjectBuilder EventOf(string uid, string name, string reason, string message, string at) =>
        ObjectBuilder.Of("Event", name).With(item =>
        {
            item.Json["involvedObject"] = new JsonObject { ["uid"] = uid };
            item.Json["reason"] = reason;
            item.Json["message"] = message;
            item.Json["lastTimestamp"] = at;
        });

    /// <summary>A rollout of <c>web:2</c> that is not done, with these pods.</summary>
    public static RolloutSnapshot Snapshot(params KubeObject[] pods) => new(Deployment(), Deployment(), Now)
    {
        Revisions = [ReplicaSet("web:1", 1), ReplicaSet("web:2", 2)],
        Pods = pods,
    };
}
