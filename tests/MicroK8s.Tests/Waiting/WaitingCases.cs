using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Workloads;
using static MicroK8s.Workloads.WorkloadKind;

namespace MicroK8s.Tests.Waiting;

/// <summary>
/// The acceptance table of waiting. For each case: when the cluster knows. That is the moment of the fact after which
/// the rollout cannot succeed without a change, in the cluster's own records, whose times are whole seconds:
/// <list type="bullet">
/// <item>an image, a missing object, a mount, a refusal: the first event or condition of it;</item>
/// <item>a pod without a node: the first event of what the scheduler said last;</item>
/// <item>a crash: the third end in a row, as one or two may heal; a program that cannot even start: the second;</item>
/// <item>a liveness probe: the second kill of a container that was never ready, else the third end;</item>
/// <item>a readiness probe, an init container that hangs: a deadline, as either may pass at any moment; when it is the
/// client's, the log is left out if a busy kubelet does not serve it at once, so it is no proof there;</item>
/// <item>what somebody does: the moment before the request is sent.</item>
/// </list>
/// </summary>
internal static class WaitingCases
{
    private const string NotCreated = "CreateContainerConfigError";

    private static readonly WorkloadKind[] All = [Deployment, StatefulSet, DaemonSet];

    public static IReadOnlyList<WaitingCase> Table { get; } =
    [
        .. Images(), .. Crashes(), .. Configuration(), .. Probes(), .. InitContainers(), .. Placement(), .. Refusals(),
        .. Deadlines(), .. Interference(),
    ];

    private static IEnumerable<WaitingCase> Images() =>
    [
        .. On(All, "image that does not exist", ClusterFault.ImagePullFailed, seen => seen.First("ErrImagePull", "ImagePullBackOff"), one => one with
        {
            Image = "shop/nothing:v9", Proof = WaitingProof.OfContainer, Says = "does not exist in the registry",
        }),
        .. On([Deployment, StatefulSet], "bad image name", ClusterFault.ImagePullFailed, seen => seen.First("InvalidImageName"),
            one => one with { Image = "shop/Web:v1.0", Proof = WaitingProof.OfContainer, Says = "not a valid image name" }),
        .. On([StatefulSet, DaemonSet], "image of an update does not exist", ClusterFault.ImagePullFailed,
            seen => seen.First("ErrImagePull", "ImagePullBackOff"), one => one with
            {
                UpdateTo = "shop/nothing:v9", Proof = WaitingProof.OfContainer,
                Change = json => { if (one.Kind == StatefulSet) json.Spec["replicas"] = 2; },
                Says = one.Kind == StatefulSet ? $"of pod {one.Workload}-1" : "",
            }),
    ];

    private static IEnumerable<WaitingCase> Crashes() =>
    [
        .. On(All, "crash at start", ClusterFault.ContainerCrashed, seen => seen.LastEnd(), one => one with
        {
            Image = "shop/crash:v1.0", MustSettle = true, Proof = WaitingProof.OfEnd, Says = "exit code 3",
        }),
        .. On(All, "crash after a while", ClusterFault.ContainerCrashed, seen => seen.LastEnd(), one => one with
        {
            Change = json =>
            {
                json.Environment("CRASH_AFTER_SECONDS", "4");
                json.Environment("SLOW_START_SECONDS", "30");
                json.Probe("readinessProbe", "/ready");
            },
            Proof = WaitingProof.OfEnd, Says = "exit code 3",
        }),
        .. On([Deployment], "no such program", ClusterFault.ContainerCrashed, seen => seen.LastEnd(), one => one with
        {
            Change = json => json.Container["command"] = new JsonArray("/no/such"),
            Proof = WaitingProof.OfContainer | WaitingProof.ExitCode, Says = "/no/such",
        }),
    ];

    private static IEnumerable<WaitingCase> Configuration() =>
    [
        .. On([Deployment, StatefulSet], "missing ConfigMap key", ClusterFault.ConfigMissing,
            seen => seen.Missing(NotCreated, "couldn't find key url"), one => one with
            {
                Change = json => json.EnvironmentFrom("URL", "configMapKeyRef", "kube-root-ca.crt", "url"),
                Proof = WaitingProof.OfContainer, Says = "couldn't find key url",
            }),
        .. On([Deployment, DaemonSet], "missing Secret", ClusterFault.ConfigMissing,
            seen => seen.Missing(NotCreated, "\"tls\" not found"), one => one with
            {
                Change = json => json.EnvironmentFrom("URL", "secretKeyRef", "tls", "url"),
                Proof = WaitingProof.OfContainer, Says = "\"tls\" not found",
            }),
        .. On([Deployment, StatefulSet], "volume of a missing Secret", ClusterFault.ConfigMissing,
            seen => seen.Missing("FailedMount", "\"tls\" not found"), one => one with
            {
                Change = json => json.Mount("/keys", new JsonObject { ["secret"] = new JsonObject { ["secretName"] = "tls" } }),
                Proof = WaitingProof.OfPod, Says = "\"tls\" not found",
            }),
        .. On([Deployment, DaemonSet], "bad mount: no such host path", ClusterFault.ConfigMissing,
            seen => seen.First("FailedMount"), one => one with
            {
                Change = json => json.Mount("/x", new JsonObject
                {
                    ["hostPath"] = new JsonObject { ["path"] = "/no/such", ["type"] = "Directory" },
                }),
                Proof = WaitingProof.OfPod, Says = "hostPath type check failed",
            }),
        .. On([Deployment, StatefulSet], "bad mount: over a file of the image", ClusterFault.ConfigMissing,
            seen => seen.LastEnd(), one => one with
            {
                Change = json => json.Mount("/bin/busybox", new JsonObject { ["emptyDir"] = new JsonObject() }),
                Proof = WaitingProof.OfContainer | WaitingProof.ExitCode, Says = "cannot be started",
            }),
    ];

    private static IEnumerable<WaitingCase> Probes() =>
    [
        .. On([Deployment], "failing readiness, the server's deadline", ClusterFault.ProbeFailed, seen => seen.Deadline(),
            one => one with
            {
                Change = json => json.NeverReady(), Running = "containerStatuses", Deadline = 12,
                Proof = WaitingProof.OfContainer | WaitingProof.Log, Says = "made no progress within its deadline",
            }),
        .. On([StatefulSet, DaemonSet], "failing readiness, the client's time-out", ClusterFault.ProbeFailed,
            seen => seen.TimeOut(), one => one with
            {
                Change = json => json.NeverReady(), Running = "containerStatuses", Timeout = 12,
                Proof = WaitingProof.OfContainer, Says = "within 12 s",
            }),
        .. On([Deployment, DaemonSet], "failing liveness", ClusterFault.ProbeFailed, seen => seen.LastEnd(), one => one with
        {
            Change = json =>
            {
                // As process 1 it ignores SIGTERM, so it ends with 137; it has no log.
                json.Container["command"] = new JsonArray("/bin/busybox", "sleep", "3600");
                json.Probe("readinessProbe", "/ready");
                json.Probe("livenessProbe", "/healthz", failureThreshold: 1);
            },
            Proof = WaitingProof.OfContainer | WaitingProof.ExitCode, Says = "killed by its own probe",
        }),
        .. On(All, "slow start that heals", null, seen => seen.Ready(), one => one with
        {
            Change = json =>
            {
                json.Environment("SLOW_START_SECONDS", "8");
                json.Probe("readinessProbe", "/ready", failureThreshold: 1);
            },
        }),
        .. On([Deployment], "ConfigMap that comes late", null, seen => seen.Ready(), one => one with
        {
            Change = json => json.EnvironmentFrom("URL", "configMapKeyRef", one.Workload, "url"),
            Act = (space, _) => space.CreateLaterAsync(one.Workload, TimeSpan.FromSeconds(3)),
        }),
    ];

    private static IEnumerable<WaitingCase> InitContainers() =>
    [
        .. On([Deployment, StatefulSet], "init container that crashes", ClusterFault.InitContainerFailed,
            seen => seen.LastEnd(), one => one with
            {
                Change = json => json.Init("shop/crash:v1.0"), Proof = WaitingProof.OfEnd, Says = "init container 'setup'",
            }),
        .. On([Deployment], "init container that hangs, the server's deadline", ClusterFault.InitContainerFailed,
            seen => seen.Deadline(), one => one with
            {
                Change = json => json.Init("shop/web:v1.0"), Running = "initContainerStatuses", Deadline = 8,
                Proof = WaitingProof.Pod | WaitingProof.Container | WaitingProof.Log, Says = "has not ended yet",
            }),
        .. On([StatefulSet, DaemonSet], "init container that hangs, the client's time-out", ClusterFault.RolloutTimeout,
            seen => seen.TimeOut(), one => one with
            {
                Change = json => json.Init("shop/web:v1.0"), Running = "initContainerStatuses", Timeout = 8,
                Proof = WaitingProof.Pod | WaitingProof.Container, Says = "has not ended yet",
            }),
    ];

    private static IEnumerable<WaitingCase> Placement() =>
    [
        .. On(All, "unschedulable: resources", ClusterFault.Unschedulable, seen => seen.Unschedulable(),
            one => one with
            {
                Change = json => json.Container["resources"] = JsonNode.Parse("""{"requests":{"memory":"900Gi"}}"""),
                Proof = WaitingProof.OfPod, Says = "Insufficient memory",
            }),
        .. On([Deployment, StatefulSet], "unschedulable: selector", ClusterFault.Unschedulable,
            seen => seen.Unschedulable(), one => one with
            {
                Change = json => json.PodSpec["nodeSelector"] = new JsonObject { ["disk"] = "none-such" },
                Proof = WaitingProof.OfPod, Says = "node(s) didn't match",
            }),
        .. On([Deployment], "unschedulable: taint", ClusterFault.Unschedulable, seen => seen.Unschedulable(),
            one => one with
            {
                Arrange = async _ => await TaintedNode.CreateAsync(one.Workload), IsDisturbing = true,
                Change = json => json.PodSpec["nodeSelector"] = new JsonObject { [TaintedNode.Key] = one.Workload },
                Proof = WaitingProof.OfPod, Says = $"had taint {{{TaintedNode.Key}",
            }),
    ];

    private static IEnumerable<WaitingCase> Refusals() =>
    [
        .. On(All, "quota", ClusterFault.QuotaExceeded, seen => seen.Refused(), one => one with
        {
            Arrange = Refuse(space => TestQuota.CloseAsync(space, ResourceTypes.Pod)),
            Proof = WaitingProof.Event, Says = "few-pods",
        }),
        .. On(All, "LimitRange", ClusterFault.PodRejected, seen => seen.Refused(), one => one with
        {
            Arrange = Refuse(LimitMemoryAsync),
            Change = json => json.Container["resources"] =
                JsonNode.Parse("""{"requests":{"memory":"64Mi"},"limits":{"memory":"64Mi"}}"""),
            Proof = WaitingProof.Event, Says = "16Mi",
        }),
        .. On([Deployment, StatefulSet], "admission refused by a webhook", ClusterFault.PodRejected, seen => seen.Refused(),
            one => one with
            {
                Arrange = async space => await RefusingWebhook.StartAsync(space),
                Proof = WaitingProof.Event, Says = RefusingWebhook.Refusal,
            }),
        .. On([DaemonSet], "admission refused by the server", ClusterFault.PodRejected, seen => seen.Refused(), one => one with
        {
            Change = json => json.PodSpec["priorityClassName"] = "none-such", Proof = WaitingProof.Event, Says = "none-such",
        }),
    ];

    private static IEnumerable<WaitingCase> Deadlines() =>
    [
        .. On([Deployment], "deadline of the server", ClusterFault.DeadlineExceeded, seen => seen.Deadline(), one => one with
        {
            Change = json => { json.NoScheduler(); json.Spec["progressDeadlineSeconds"] = 6; }, Says = "deadline of 6 s",
        }),
        .. On(All, "time-out of the client", ClusterFault.RolloutTimeout, seen => seen.TimeOut(), one => one with
        {
            Change = json => json.NoScheduler(), Timeout = 6, Says = "within 6 s",
        }),
    ];

    private static IEnumerable<WaitingCase> Interference() =>
    [
        .. On([Deployment], "paused", ClusterFault.RolloutPaused, seen => seen.ActedAt, one => one with
        {
            Change = json => json.NeverReady(),
            Act = (space, target) => space.ChangeAsync(target.Name, patch => patch.Add("/spec/paused", true), target.Type),
        }),
        .. On(All, "overtaken by a newer rollout", ClusterFault.Superseded, seen => seen.ActedAt, one => one with
        {
            Change = json => json.NeverReady(),
            Act = (space, target) => space.ChangeAsync(
                target.Name, patch => patch.Replace("/spec/template/spec/containers/0/image", "shop/web:v2.0"), target.Type),
        }),
        .. On(All, "deleted while waiting", ClusterFault.WorkloadDeleted, seen => seen.ActedAt, one => one with
        {
            Change = json => json.NeverReady(),
            Act = (_, target) => TestCluster.Admin.Resources.DeleteAsync(target, null, dryRun: false, CancellationToken.None),
        }),
    ];

    private static IEnumerable<WaitingCase> On(
        IEnumerable<WorkloadKind> kinds, string name, ClusterFault? fault, Func<WaitingEvidence, DateTimeOffset?> known,
        Func<WaitingCase, WaitingCase> shape) => kinds.Select(kind => shape(new WaitingCase(name, kind, fault, known)));

    private static Func<TestNamespace, Task<IAsyncDisposable?>> Refuse(Func<TestNamespace, Task> arrange) => async space =>
    {
        await arrange(space);
        return null;
    };

    private static async Task LimitMemoryAsync(TestNamespace space)
    {
        await space.CreateAsync(
            new ResourceType("", "v1", "limitranges", "LimitRange"),
            """{"metadata":{"name":"bounds"},"spec":{"limits":[{"type":"Container","max":{"memory":"16Mi"}}]}}""");
        ObjectBuilder pod = ObjectBuilder.WebPod("sample")
            .With(one => one.Container["resources"] = JsonNode.Parse("""{"limits":{"memory":"64Mi"}}"""));
        await InEffect.RefusalAsync("16Mi", limit => space.TryAsync(ResourceTypes.Pod, pod, limit));
    }
}
