using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>New objects that the server has tried without storing them.</summary>
internal static class CreationPreview
{
    /// <summary>Tries to make an object.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="made">The object.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The object for people, field by field as the server would store it, without secrets.</returns>
    /// <exception cref="ClusterException">InvalidSpec, AlreadyExists, AccessDenied.</exception>
    public static async Task<string> DescribeAsync(
        IResources resources, PlannedObject made, CancellationToken cancellationToken)
    {
        KubeObject? stored = null;
        try
        {
            stored = await resources.CreateAsync(made.Type, made.Manifest, dryRun: true, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ClusterException exception) when (DryRun.WasImpossible(exception))
        {
            // Only the real write can tell then.
        }

        return $"Create {made.Ref}"
            + string.Concat(NewObjectOutline.Lines(made.Manifest, stored).Select(line => $"\n  {line}"));
    }
}
