namespace MicroK8s.Inspection;

/// <summary>A container of a pod, as it is now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsInit">Whether it starts before the others: an init container or a sidecar container.</param>
/// <param name="Image">The image that was asked for.</param>
/// <param name="Digest">
/// What the node runs, such as <c>sha256:…</c>: the image's digest in the registry, or the node's id of an image that
/// came from none. Null while it is not known.
/// </param>
/// <param name="State">
/// <c>Running</c>, <c>Waiting</c> or <c>Terminated</c>; <c>Waiting</c> too before the node tells.
/// </param>
/// <param name="Reason">Why it waits or ended, such as <c>CrashLoopBackOff</c>. Null if it runs.</param>
/// <param name="Message">The node's words on it, made harmless. Null if there are none.</param>
/// <param name="IsReady">Whether it answers its readiness probe.</param>
/// <param name="Restarts">How often it was restarted.</param>
/// <param name="Since">When the state began, UTC. Null if it waits.</param>
/// <param name="LastEnd">How the run before ended. Null if there was none.</param>
public sealed record PodContainer(
    string Name,
    bool IsInit,
    string Image,
    string? Digest,
    string State,
    string? Reason,
    string? Message,
    bool IsReady,
    int Restarts,
    DateTimeOffset? Since,
    ContainerEnd? LastEnd)
{
    /// <summary>How the present run ended. Null if it did not.</summary>
    public ContainerEnd? End { get; init; }

    /// <summary>Whether it runs on beside the others, though it started before them.</summary>
    public bool IsSidecar { get; init; }

    /// <summary>Whether the pod is ready only if it is.</summary>
    internal bool IsReadinessCounted => !IsInit || IsSidecar;

    /// <summary>In one line: <c>web: CrashLoopBackOff, last ended OOMKilled (137)</c>.</summary>
    public override string ToString()
    {
        string now = End?.ToString() ?? Reason ?? (IsReady || !IsReadinessCounted ? State : $"{State}, not ready");
        return $"{Name}: {now}{(LastEnd is null ? "" : $", last ended {LastEnd}")}";
    }
}
