using System.Collections.Immutable;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>All that is known of a rollout at one moment.</summary>
/// <param name="Baseline">The workload when the wait began: the object and the template that are waited for.</param>
/// <param name="Workload">The workload now. Null if it is gone.</param>
/// <param name="Now">When this was seen, UTC, by the clock of this machine.</param>
public sealed record RolloutSnapshot(KubeObject Baseline, KubeObject? Workload, DateTimeOffset Now)
{
    /// <summary>
    /// The ReplicaSets of a Deployment, or the ControllerRevisions of another kind; those of other owners are ignored.
    /// </summary>
    public IReadOnlyList<KubeObject> Revisions { get; init; } = [];

    /// <summary>Its pods of every revision; those of other owners are ignored.</summary>
    public IReadOnlyList<KubeObject> Pods { get; init; } = [];

    /// <summary>Events about pods of the namespace, of whatever owner, and about the workload.</summary>
    public IReadOnlyList<KubeObject> Events { get; init; } = [];

    /// <summary>
    /// When this wait first saw each container running, by <see cref="ContainerView.Run"/>. UTC, by the clock of this
    /// machine. Containers that were running when the wait began are not in it.
    /// </summary>
    public IReadOnlyDictionary<string, DateTimeOffset> StartsSeen { get; init; } =
        ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>
    /// When this machine last went on after it had stood still, as a laptop whose lid was closed or a paused virtual
    /// machine does. UTC, by its clock. The default if it never did.
    /// </summary>
    public DateTimeOffset ListeningSince { get; init; }

    /// <summary>
    /// The causes, by <see cref="RolloutCause.Key"/>, of which what was missing is there now, or has room, so that only
    /// the next try is waited for.
    /// </summary>
    public IReadOnlySet<string> Recovering { get; init; } = new HashSet<string>();

    /// <summary>Whether the cluster can add nodes by itself, or may for all that is known.</summary>
    public bool MayGrow { get; init; }

    /// <summary>
    /// Whether the workload is to have no pods: then none can fail it, and those that are there are about to end.
    /// </summary>
    internal bool WantsNoPods => Workload?.Json.Number("spec", "replicas") == 0;

    /// <summary>
    /// Since when each suspicion of the verdict before stands without a break, by <see cref="RolloutCause.Key"/>.
    /// Measured by this machine, as its clock and the cluster's may differ.
    /// </summary>
    public IReadOnlyDictionary<string, DateTimeOffset> SuspectedSince { get; init; } =
        new Dictionary<string, DateTimeOffset>();
}
