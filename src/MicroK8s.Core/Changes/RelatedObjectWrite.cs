using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Changes;

/// <summary>
/// What a change does with an object that belongs to a microservice beside its workload and its Service, such as its
/// autoscaler: one of the three.
/// </summary>
/// <param name="Target">The object's address.</param>
/// <param name="Description">What is done, for people, field by field as the server would store it.</param>
public sealed record RelatedObjectWrite(ResourceRef Target, string Description)
{
    /// <summary>What there is of it afterwards, as a noun.</summary>
    public string Effect => Made is not null ? $"{Target}"
        : Removed is not null ? $"the removal of {Target}" : $"the change of {Target}";

    /// <summary>How it changes. Null if it does not.</summary>
    public ObjectUpdate? Update { get; init; }

    /// <summary>The object to make. Null if none is made.</summary>
    public PlannedObject? Made { get; init; }

    /// <summary>The object that goes. Null if it stays.</summary>
    public KubeObject? Removed { get; init; }
}
