using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Waiting;

/// <summary>One rollout of the acceptance table, and how its wait must end.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Kind">The kind of workload.</param>
/// <param name="Fault">The error. Null if the rollout must succeed.</param>
/// <param name="Known">When the cluster knows, read from what it recorded.</param>
internal sealed record WaitingCase(
    string Name, WorkloadKind Kind, ClusterFault? Fault, Func<WaitingEvidence, DateTimeOffset?> Known)
{
    public string Image { get; init; } = "shop/web:v1.0";

    /// <summary>Shapes the workload.</summary>
    public Action<ObjectBuilder>? Change { get; init; }

    /// <summary>The image of a second rollout, which is the one that is waited for. Null if the first one is.</summary>
    public string? UpdateTo { get; init; }

    /// <summary>Makes the case need a namespace of its own: what is done there before the workload is made.</summary>
    public Func<TestNamespace, Task<IAsyncDisposable?>>? Arrange { get; init; }

    /// <summary>Whether it changes what others see, so that it runs after all of them.</summary>
    public bool IsDisturbing { get; init; }

    /// <summary>What somebody does while the rollout is waited for.</summary>
    public Func<TestNamespace, ResourceRef, Task>? Act { get; init; }

    /// <summary>
    /// The list of the pod's status in which a container runs before the time of the case begins: what is explained
    /// when that is over. A busy kubelet may report it later than any time that is fixed. Null if nothing has to run.
    /// </summary>
    public string? Running { get; init; }

    /// <summary>The seconds of the server's deadline that are left then. Null if there is none.</summary>
    public int? Deadline { get; init; }

    public int Timeout { get; init; } = 90;

    /// <summary>
    /// Whether only the time for which a container must run tells it from a success. An end that the kubelet reports
    /// after that time cannot be known to the wait.
    /// </summary>
    public bool MustSettle { get; init; }

    public WaitingProof Proof { get; init; } = WaitingProof.None;

    /// <summary>A part of the message.</summary>
    public string Says { get; init; } = "";

    public string Title => $"{Name}, {Kind}";

    /// <summary>The name of the workload.</summary>
    public string Workload { get; } = $"w{Guid.NewGuid().ToString("N")[..6]}";

    public ObjectBuilder Manifest() => TestDeployment.Of(Workload, Image).With(json =>
    {
        if (Kind == WorkloadKind.DaemonSet) json.Spec.Remove("replicas");
        if (Kind == WorkloadKind.StatefulSet) json.Spec["serviceName"] = Workload;
        Change?.Invoke(json);
    });
}
