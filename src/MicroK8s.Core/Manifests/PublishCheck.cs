using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Manifests;

/// <summary>Lets the server try a manifest without storing it.</summary>
internal static class PublishCheck
{
    /// <summary>The step with what the server would store.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="step">The step.</param>
    /// <param name="newNamespaces">Namespaces that the same set makes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Whatever the server refuses the manifest for, with its place.</exception>
    public static async Task<PublishStep> TryAsync(
        IResources resources, PublishStep step, HashSet<string> newNamespaces, CancellationToken cancellationToken)
    {
        if (step.IsKindNew) return step with { Unchecked = "its kind comes with the same set" };
        if (step.Target.Namespace is { } space && newNamespaces.Contains(space))
        {
            return step with { Unchecked = $"namespace {space} comes with the same set" };
        }

        FieldTakeover? takeover = step.Live is null ? null : FieldTakeover.Plan(step.Live, step.Content);
        try
        {
            KubeObject stored = await ApplyAsync(resources, step, takeover, cancellationToken).ConfigureAwait(false);
            RequireKept(step, stored);
            IReadOnlyList<JsonDifference> changes = Changes(step, stored, takeover);
            return step with
            {
                Stored = stored,
                Takeover = takeover,
                Changes = changes,
                IsNothing = step.Live is not null && changes.Count == 0 && takeover is null
                    && FieldOwners.AreSame(step.Live, stored),
            };
        }
        catch (ClusterException exception) when (DryRun.WasImpossible(exception))
        {
            return step with { Unchecked = "an admission webhook allows no dry run", Takeover = takeover };
        }
        catch (ClusterException exception)
            when (!LostAnswer.Is(exception) && exception.Fault != ClusterFault.NotAuthenticated)
        {
            throw Located(step, exception);
        }
    }

    private static IReadOnlyList<JsonDifference> Changes(PublishStep step, KubeObject stored, FieldTakeover? takeover)
    {
        if (step.Live is null) return [];
        IReadOnlyList<JsonDifference> changes = StoredDifference.Between(step.Live, stored);
        return takeover is null ? changes : [.. changes, .. FieldRemoval.Foresee(stored, takeover, step.Content)];
    }

    /// <summary>
    /// What the server would store. The takeover that lets a new choice of a union replace the old one cannot be tried
    /// together with the apply, so the old one is tried, and the new one then stands in its place.
    /// </summary>
    private static async Task<KubeObject> ApplyAsync(
        IResources resources, PublishStep step, FieldTakeover? takeover, CancellationToken cancellationToken)
    {
        if (step.Live is not { } live || takeover is null || !ApiGroups.IsBuiltIn(step.Target.Type.Group)
            || UnionFields.FindOld(live.ToNode(), step.Content).Count == 0)
        {
            return await TryAsync(resources, step, takeover, cancellationToken).ConfigureAwait(false);
        }

        JsonObject tried = step.Content.DeepClone().AsObject();
        UnionFields.Choose(tried, live.ToNode());
        KubeObject stored = await TryAsync(resources, step with { Content = tried }, takeover, cancellationToken)
            .ConfigureAwait(false);
        JsonObject wanted = stored.ToNode();
        UnionFields.Choose(wanted, step.Content);
        return KubeObject.Parse(wanted.ToJsonString());
    }

    private static async Task<KubeObject> TryAsync(
        IResources resources, PublishStep step, FieldTakeover? takeover, CancellationToken cancellationToken)
    {
        try
        {
            return await resources.ApplyAsync(
                step.Target.Type, step.Content, step.Force, dryRun: true, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (takeover is not null && exception.Target is ApplyConflict conflict)
        {
            // The takeover ends these conflicts, but cannot be tried together with the apply.
            FieldConflict[] others =
                [.. conflict.Conflicts.Where(field => !takeover.Managers.Contains(field.Manager))];
            if (others.Length > 0) throw ApplyConflict.Fault(step.Target, others, exception);
        }

        return await resources.ApplyAsync(
            step.Target.Type, step.Content, force: true, dryRun: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// A server before 1.25 drops fields of custom resources that their definition does not have, without a word.
    /// </summary>
    private static void RequireKept(PublishStep step, KubeObject stored)
    {
        if (ApiGroups.IsBuiltIn(step.Target.Type.Group)) return;
        if (DroppedFields.Of(step.Content, stored.ToNode()).FirstOrDefault() is not { } pointer) return;
        throw new ClusterException(
            ClusterFault.InvalidSpec,
            $"{step.Manifest.WhereIs(pointer)}: {step.Target.Type.Kind} has no field "
            + $"{pointer[1..].Replace('/', '.')}; the server would drop it.",
            step.Target.ToString());
    }

    private static ClusterException Located(PublishStep step, ClusterException exception) => new(
        exception.Fault,
        exception.Message.StartsWith(step.Manifest.Document.Source, StringComparison.Ordinal)
            ? exception.Message
            : $"{step.Manifest.WhereIs(FieldPointer.In(exception.Message))}: {exception.Message}",
        exception.Target,
        exception.Fault == ClusterFault.NamespaceNotFound
            ? "Create the namespace, or publish it in the same set."
            : exception.Advice,
        exception);
}
