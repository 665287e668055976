using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>A write that was done, and how to take it back.</summary>
/// <param name="Write">The write, as it was done in the end.</param>
/// <param name="Before">The object before it. Null if there was none.</param>
/// <param name="After">The object as it was stored. Null if it is gone.</param>
public sealed record WrittenObject(ObjectWrite Write, KubeObject? Before, KubeObject? After)
{
    private static readonly string[] OfPeople =
        ["name", "namespace", "labels", "annotations", "finalizers", "ownerReferences"];

    /// <summary>Takes the write back, but for what others changed since.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was done, as the end of a sentence.</returns>
    /// <exception cref="ClusterException">Conflict, AlreadyExists, AccessDenied.</exception>
    public async Task<string> TakeBackAsync(IResources resources, CancellationToken cancellationToken)
    {
        ResourceRef target = Write.Target;
        if (Before is null)
        {
            await new ObjectDeletion(target, After!).WriteAsync(resources, cancellationToken).ConfigureAwait(false);
            return $"{target} removed again";
        }

        if (After is null)
        {
            await new ObjectCreation(target.Type, Anew(Before)).WriteAsync(resources, cancellationToken)
                .ConfigureAwait(false);
            return $"{target} made again";
        }

        KubeObject now = await resources.GetAsync(target, cancellationToken).ConfigureAwait(false);
        bool isWhole = now.Uid != After.Uid || JsonReversion.Apply(Own(Before), Own(After), now.ToNode());
        if (!isWhole)
        {
            throw new ClusterException(
                ClusterFault.Conflict, $"somebody else changed {target} since", target.ToString());
        }

        ObjectUpdate back = PlanBack(now);
        if (!back.IsEmpty) await back.WriteAsync(resources, cancellationToken).ConfigureAwait(false);
        return $"{target} as before";
    }

    /// <summary>How to take a change back.</summary>
    /// <param name="now">The object as it is.</param>
    public ObjectUpdate PlanBack(KubeObject now) => ObjectUpdate.Plan(Write.Target, now, read =>
    {
        JsonObject copy = read.ToNode();
        if (read.Uid == After!.Uid) JsonReversion.Apply(Own(Before!), Own(After), copy);
        return copy;
    });

    /// <summary>What people write of an object; the rest is the server's.</summary>
    private static JsonObject Own(KubeObject item)
    {
        JsonObject json = item.ToNode();
        JsonObject metadata = json.Open("metadata");
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["labels"] = metadata["labels"]?.DeepClone(), ["annotations"] = metadata["annotations"]?.DeepClone(),
            },
            ["spec"] = json["spec"]?.DeepClone(),
        };
    }

    /// <summary>An object that is gone, without what the server wrote into it.</summary>
    private static JsonObject Anew(KubeObject item)
    {
        JsonObject copy = item.ToNode();
        copy.Remove("status");
        JsonObject metadata = copy.Open("metadata");
        foreach (string field in metadata.Select(pair => pair.Key).Except(OfPeople).ToArray()) metadata.Remove(field);
        return copy;
    }
}
