using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Changes;

/// <summary>A change of one microservice: shown first, then done exactly so.</summary>
/// <param name="Read">The workload that the plan was made on.</param>
/// <param name="Workload">The change of the workload. Null if there is none.</param>
/// <param name="Service">The change of its Service. Null if there is none.</param>
public sealed record ServiceChangePlan(KubeObject Read, ObjectUpdate? Workload, ObjectUpdate? Service)
{
    /// <summary>The Service to make. Null if there is one, or none is wanted.</summary>
    public PlannedObject? NewService { get; init; }

    /// <summary>What becomes of the objects beside the two; what goes does so first, the rest comes last.</summary>
    public IReadOnlyList<RelatedObjectWrite> RelatedObjects { get; init; } = [];

    /// <summary>
    /// The Service as it is between the two writes: with the ports that go and those that come. Null if it is written
    /// once.
    /// </summary>
    public ObjectUpdate? Bridge { get; init; }

    /// <summary>Whether pods of one revision are out of reach for a while, because nothing leads to both.</summary>
    public bool HasGap { get; init; }

    /// <summary>Whether the Service is written before the workload.</summary>
    public bool ServiceFirst => Service is not null && Bridge is null && !HasGap;

    /// <summary>Whether pods are replaced.</summary>
    public bool ChangesPods { get; init; }

    /// <summary>The plan for people, field by field as the server would store it, without secrets.</summary>
    public string Description { get; init; } = "";

    /// <summary>What there is afterwards, each as a noun.</summary>
    public IReadOnlyList<string> Effects =>
    [
        .. Workload is null ? Array.Empty<string>() : [$"the change of {Workload.Target}"],
        .. Service is null ? Array.Empty<string>() : [$"the change of {Service.Target}"],
        .. NewService is null ? Array.Empty<string>() : [$"{NewService.Ref}"],
        .. RelatedObjects.Select(related => related.Effect),
    ];

    /// <summary>Whether all is as wanted already.</summary>
    public bool IsEmpty => Workload is null && Service is null && NewService is null && RelatedObjects.Count == 0;
}
