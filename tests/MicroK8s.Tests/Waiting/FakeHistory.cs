using MicroK8s.Resources;

namespace MicroK8s.Tests.Waiting;

/// <summary>A StatefulSet or DaemonSet <c>db</c> as the cluster would show it, with its ControllerRevisions and pods.</summary>
internal static class FakeHistory
{
    public static KubeObject Workload(
        string image, string kind = "StatefulSet", string spec = "{}", string metadata = "{}", int observed = 2) =>
        FakeSet.Workload(kind, image).Shown("s", "7").WithMetadata(metadata).WithSpec(spec)
            .WithStatus($$"""{"observedGeneration":{{observed}}}""").Object();

    public static KubeObject Revision(string image, long number, string owner = "s", string annotations = "{}") =>
        ObjectBuilder.ControllerRevision($"db-{number}", number, image)
            .Shown($"r{number}{owner}", created: $"2026-01-01T0{number}:00:00Z").OwnedBy(owner)
            .Label("controller-revision-hash", $"hash-{number}").WithMetadata($$"""{"annotations":{{annotations}}}""")
            .Object();

    public static KubeObject Pod(int ordinal, string hash, bool isReady, string owner = "s", string metadata = "{}") =>
        ObjectBuilder.Of("Pod", $"db-{ordinal}").Shown($"p{ordinal}").OwnedBy(owner)
            .Label("controller-revision-hash", hash).WithMetadata(metadata).WithStatus(
                $$"""
                {"conditions":[{"type":"Ready","status":"{{isReady}}"}],
                 "containerStatuses":[{"name":"web","imageID":"docker-pullable://registry.example/web@sha256:{{hash}}"}]}
                """).Object();
}
