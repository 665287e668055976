using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Waiting;

namespace MicroK8s.Changes;

/// <summary>A change of one microservice: shown first, then done exactly so.</summary>
/// <param name="Read">The workload that the plan was made on.</param>
/// <param name="Workload">The change of the workload. Null if there is none.</param>
/// <param name="Service">The change of its Service, or the Service to make. Null if there is none.</param>
public sealed record ServiceChangePlan(KubeObject Read, ObjectUpdate? Workload, ObjectWrite? Service)
{
    /// <summary>What becomes of the objects beside the two.</summary>
    public IReadOnlyList<ObjectWrite> RelatedObjects { get; init; } = [];

    /// <summary>
    /// The Service as it is between the two writes: with the ports that go and those that come. Null if it is written
    /// once.
    /// </summary>
    public ObjectUpdate? Bridge { get; init; }

    /// <summary>Whether pods of one revision are out of reach for a while, because nothing leads to both.</summary>
    public bool HasGap { get; init; }

    /// <summary>Whether the Service is written before the workload.</summary>
    public bool ServiceFirst => Service is ObjectUpdate && Bridge is null && !HasGap;

    /// <summary>Whether pods are replaced.</summary>
    public bool ChangesPods { get; init; }

    /// <summary>Pods that would stand in the way of the new ones for ever, to be deleted after the writes.</summary>
    public IReadOnlyList<KubeObject> StuckPods { get; init; } = [];

    /// <summary>The plan for people, field by field as the server would store it, without secrets.</summary>
    public string Description { get; init; } = "";

    /// <summary>All writes, in the order of writing: what goes does so first, what comes does so last.</summary>
    public ChangeSet Changes
    {
        get
        {
            ObjectWrite?[] both = ServiceFirst ? [Service, Workload] : [Bridge, Workload, Service];
            return new ChangeSet(
                Description,
                [
                    .. RelatedObjects.OfType<ObjectDeletion>(), .. both.OfType<ObjectWrite>(),
                    .. RelatedObjects.Where(write => write is not ObjectDeletion),
                ]);
        }
    }

    /// <summary>Whether all is as wanted already.</summary>
    public bool IsEmpty => Changes.Writes.Count == 0;

    /// <summary>Writes what was planned; nothing cuts it off.</summary>
    /// <param name="resources">The cluster.</param>
    /// <exception cref="ClusterException">
    /// Conflict, InvalidSpec, AccessDenied: nothing remains. PartialFailure: something does, and the message says what.
    /// </exception>
    public async Task<ServiceChangeDone> ApplyAsync(IResources resources)
    {
        IReadOnlyList<WrittenObject> written =
            await ChangeSetRun.ApplyAsync(resources, Changes.Writes).ConfigureAwait(false);
        var done = new ServiceChangeDone(this, written);
        if (StuckPods.Count > 0)
        {
            await StuckPodRemoval.RunAsync(resources, done.Workload, StuckPods, CancellationToken.None)
                .ConfigureAwait(false);
        }

        return done;
    }

    /// <summary>The same plan with the pods that stand in its way, if it is about to replace pods.</summary>
    internal async Task<ServiceChangePlan> WithStuckPodsAsync(
        IClusterSession session, CancellationToken cancellationToken)
    {
        if (!ChangesPods) return this;
        IReadOnlyList<KubeObject> stuck = await Waiting.StuckPods.FindAsync(session, Read, cancellationToken)
            .ConfigureAwait(false);
        return this with
        {
            StuckPods = stuck,
            Description = Description + string.Concat(Waiting.StuckPods.Describe(Read, stuck).Select(line => $"\n  {line}")),
        };
    }
}
