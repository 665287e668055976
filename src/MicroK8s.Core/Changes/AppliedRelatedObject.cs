using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Changes;

/// <summary>What was done with an object beside the workload and its Service, and how to take it back.</summary>
/// <param name="Change">What was done, as it was written in the end.</param>
/// <param name="Written">The object as it was written. Null if it is gone.</param>
public sealed record AppliedRelatedObject(RelatedObjectWrite Change, KubeObject? Written)
{
    private static readonly string[] OfPeople =
        ["name", "namespace", "labels", "annotations", "finalizers", "ownerReferences"];

    /// <summary>Makes, changes or removes the object.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="change">What is to be done.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Conflict, AlreadyExists, AccessDenied, InvalidSpec.</exception>
    internal static async Task<AppliedRelatedObject> WriteAsync(
        IResources resources, RelatedObjectWrite change, CancellationToken cancellationToken)
    {
        if (change.Made is { } made)
        {
            KubeObject there = await resources.CreateAsync(made.Type, made.Manifest, dryRun: false, cancellationToken)
                .ConfigureAwait(false);
            return new AppliedRelatedObject(change, there);
        }

        if (change.Removed is { } removed)
        {
            await ObjectRemoval.RunAsync(resources, change.Target, removed.Uid, cancellationToken)
                .ConfigureAwait(false);
            return new AppliedRelatedObject(change, null);
        }

        (ObjectUpdate update, KubeObject written) =
            await ObjectUpdateRun.WriteAsync(resources, change.Update!, cancellationToken).ConfigureAwait(false);
        return new AppliedRelatedObject(change with { Update = update }, written);
    }

    /// <summary>Takes it back, but for what others changed since.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was done, as the end of a sentence.</returns>
    /// <exception cref="ClusterException">Conflict, AlreadyExists, AccessDenied.</exception>
    internal async Task<string> TakeBackAsync(IResources resources, CancellationToken cancellationToken)
    {
        ResourceRef target = Change.Target;
        if (Change.Made is not null)
        {
            await ObjectRemoval.RunAsync(resources, target, Written!.Uid, cancellationToken).ConfigureAwait(false);
            return $"{target} removed again";
        }

        if (Change.Removed is { } removed)
        {
            await resources.CreateAsync(target.Type, Again(removed, target), dryRun: false, cancellationToken)
                .ConfigureAwait(false);
            return $"{target} made again";
        }

        await ServiceChangeRun.TakeBackAsync(resources, Change.Update!, Written!, cancellationToken)
            .ConfigureAwait(false);
        return $"{target} as before";
    }

    /// <summary>An object that is gone, without what the server wrote into it.</summary>
    private static JsonObject Again(KubeObject item, ResourceRef target)
    {
        JsonObject copy = item.ToNode();
        copy.Remove("status");
        copy["apiVersion"] = target.Type.ApiVersion;
        copy["kind"] = target.Type.Kind;
        JsonObject metadata = copy.Open("metadata");
        foreach (string field in metadata.Select(pair => pair.Key).Except(OfPeople).ToArray()) metadata.Remove(field);
        return copy;
    }
}
