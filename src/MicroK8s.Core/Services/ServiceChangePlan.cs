using MicroK8s.Resources;

namespace MicroK8s.Services;

/// <summary>A change of one Deployment: shown first, then done exactly so.</summary>
/// <param name="Read">The Deployment that the plan was made on.</param>
/// <param name="Wanted">What is wanted.</param>
/// <param name="Changes">The fields that differ; none if it is as wanted already.</param>
/// <param name="Patch">What is sent.</param>
public sealed record ServiceChangePlan(
    KubeObject Read, ServiceChange Wanted, IReadOnlyList<FieldChange> Changes, JsonPatch Patch)
{
    /// <summary>The Deployment's address.</summary>
    public ResourceRef Target => new(ResourceTypes.Deployment, Read.Namespace, Read.Name);

    /// <summary>The plan for people: one line per field, old and new.</summary>
    public string Description
    {
        get
        {
            int width = Changes.Max(change => change.Field.Length);
            return $"Change micro service {Read.Namespace}/{Read.Name}" + string.Concat(Changes.Select(
                change => $"\n  {change.Field.PadRight(width)}  {change.Old ?? "(none)"} -> {change.New}"));
        }
    }
}
