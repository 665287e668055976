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
        string kind, string status = "{}", string spec = "{}", string image = "web:2", string metadata = "{}") =>
        Workload(kind, image).WithMetadata(metadata).WithSpec(spec)
            .WithStatus($$"""{"observedGeneration":2,"updateRevision":"{{New}}"}""").WithStatus(status).Object();

    /// <summary>The workload without a status.</summary>
    public static ObjectBuilder Workload(string kind, string image)
    {
        ObjectBuilder set = ObjectBuilder.Workload(kind, "db", image).Shown("d", generation: 2).WithSpec("""{"replicas":3}""");
        set.Template["metadata"]!["creationTimestamp"] = null;
        return set;
    }

    public static KubeObject Revision(string name, int number, string image) =>
        ObjectBuilder.ControllerRevision(name, number, image).Shown(name).OwnedBy("d")
            .Label("controller-revision-hash", name).Object();

    public static KubeObject Pod(string name, string revision, string state, bool ready = false, int restarts = 0) =>
        ObjectBuilder.Pod(name, new JsonObject
        {
            ["name"] = "web", ["image"] = "web:2", ["readinessProbe"] = new JsonObject(),
        }).Shown(name).OwnedBy("d").Label("controller-revision-hash", revision).WithStatus(
            $$"""
            {"conditions":[{"type":"Ready","status":"{{ready}}"}],"containerStatuses":[{"name":"web",
             "ready":{{(ready ? "true" : "false")}},"restartCount":{{restarts}},"state":{{state}} }]}
            """).Object();

    public static KubeObject Event(string reason, string message, string at = "2026-01-01T11:00:00Z") =>
        Fake.EventOf("d", reason, reason, message, at).Object();

    public static RolloutSnapshot Snapshot(KubeObject workload, params KubeObject[] pods) =>
        new(workload, workload, Fake.Now)
        {
            Revisions = [Revision(Old, 1, "web:1"), Revision(New, 2, "web:2")],
            Pods = pods,
        };
}
