using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>A container of a pod: what was asked for and how it is.</summary>
/// <param name="Owner">Its pod.</param>
/// <param name="Spec">Its part of the pod's spec.</param>
/// <param name="Status">Its part of the pod's status.</param>
/// <param name="Role">When it runs.</param>
internal sealed record ContainerView(PodView Owner, JsonElement Spec, JsonElement Status, ContainerRole Role)
{
    public string Name => Spec.Text("name") ?? "";

    public string Image => Spec.Text("image") ?? "";

    public int Restarts => Status.Count("restartCount");

    public bool IsRunning => Status.At("state", "running") is not null;

    public bool IsReady => Status.Flag("ready");

    /// <summary>
    /// Identifies this run of the container among its restarts and among pods of one name. Null if it does not run.
    /// </summary>
    public string? Run => Status.Text("state", "running", "startedAt") is { } start
        ? $"{Owner.Pod.Uid}/{Name}/{start}"
        : null;

    /// <summary>
    /// How long it has been running: since the wait first saw it, by this machine's clock. If it was running when the
    /// wait began: since it started, by the clocks of machine and cluster, which may differ. Zero if it does not run.
    /// </summary>
    public TimeSpan RunsFor => Owner.Now - (Owner.StartsSeen.TryGetValue(Run ?? "", out DateTimeOffset seen)
        ? seen
        : Status.Time("state", "running", "startedAt")) ?? TimeSpan.Zero;

    /// <summary>Why it waits, such as <c>CrashLoopBackOff</c>; empty if it does not wait.</summary>
    public string Waiting => Status.Text("state", "waiting", "reason") ?? "";

    /// <summary>The kubelet's words on why it waits: untrusted.</summary>
    public string WaitingMessage => Status.Text("state", "waiting", "message") ?? "";

    /// <summary>How the run that ended last ended. Null if none ended.</summary>
    public JsonElement? LastEnd => Status.At("state", "terminated") ?? Status.At("lastState", "terminated");

    /// <summary>Whether it has to end before the others start.</summary>
    public bool IsInit => Role == ContainerRole.Init;

    /// <summary><c>container 'web'</c>, <c>init container 'setup'</c> or <c>sidecar container 'proxy'</c>.</summary>
    public string Title => Role switch
    {
        ContainerRole.Init => $"init container '{Name}'",
        ContainerRole.Sidecar => $"sidecar container '{Name}'",
        _ => $"container '{Name}'",
    };

    /// <summary>The events about this container.</summary>
    public IEnumerable<PodEvent> Events => Owner.Events.Where(item => item.Container == Name);

    /// <summary>The latest event that a rule accepts. Null if there is none.</summary>
    public PodEvent? LastEvent(Func<PodEvent, bool> rule) => Events.LastOrDefault(rule);

    /// <summary>A cause with all that this container shows.</summary>
    public RolloutCause Cause(ClusterFault? fault, string text) => new(fault, $"{Title} of pod {Owner.Pod.Name} {text}")
    {
        Pod = Owner.Pod.Name,
        Container = Name,
        Image = Image,
        Restarts = Restarts,
        ExitCode = LastEnd?.Number("exitCode"),
    };
}

/// <summary>When a container runs.</summary>
internal enum ContainerRole
{
    /// <summary>Until it ends, before the others start.</summary>
    Init,

    /// <summary>From before the others start, and on beside them.</summary>
    Sidecar,

    /// <summary>When the init containers have ended.</summary>
    Main,
}
