using MicroK8s.Errors;

namespace MicroK8s.Waiting;

/// <summary>What keeps a rollout from finishing: certain at once, after standing a while, or never alone.</summary>
/// <param name="Fault">The fault it amounts to. Null for what is normal, but explains why a wait took too long.</param>
/// <param name="Text">The cause as a clause, without a full stop. Text of pods in it is cleaned.</param>
public sealed record RolloutCause(ClusterFault? Fault, string Text)
{
    /// <summary>
    /// How long it must stand without a break to be certain: zero for at once, null for something that may heal at
    /// any time, so that only a deadline makes it the cause, and time does not count against it. Without a fault it is
    /// how long a rollout that looks done must stay so.
    /// </summary>
    public TimeSpan? GracePeriod { get; init; }

    /// <summary>Whether nothing is wrong, and only time has to show that it stays so.</summary>
    public bool IsSettling => Fault is null && GracePeriod is not null;

    /// <summary>
    /// Whether something under way speaks against it: pods that leave and make room, a node that comes. When that is
    /// over, the cluster may take its longest pause between two tries before it says anything new.
    /// </summary>
    public bool IsExcused { get; init; }

    /// <summary>Whether the cluster's own bound for it is passed, so that a time-out is its fault.</summary>
    public bool IsOverdue { get; init; }

    /// <summary>What must not change for it to be the same suspicion, beside fault, pod and container.</summary>
    public string Mark { get; init; } = "";

    /// <summary>The pod that shows it. Null if no pod could be made.</summary>
    public string? Pod { get; init; }

    /// <summary>Whether that pod is of an older revision, and would have to be deleted to get the newest.</summary>
    public bool IsOlder { get; init; }

    /// <summary>The container that shows it. Null if it concerns the pod as a whole.</summary>
    public string? Container { get; init; }

    /// <summary>The image of the container. Null if no container is concerned.</summary>
    public string? Image { get; init; }

    /// <summary>The exit code of the last run. Null if the container never ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How often the container was started again.</summary>
    public int Restarts { get; init; }

    /// <summary>The event that decided, as <c>reason: message</c>, cleaned. Null if there is none.</summary>
    public string? Event { get; init; }

    /// <summary>What the kubelet misses, if it said so, to be looked for before the verdict. Null if nothing.</summary>
    public MissingObject? Needs { get; init; }

    /// <summary>Whose log tells more.</summary>
    public RolloutLog Log { get; init; }

    /// <summary>The same text means the same suspicion.</summary>
    public string Key => $"{Fault}|{Pod}|{Container}|{Mark}";
}
