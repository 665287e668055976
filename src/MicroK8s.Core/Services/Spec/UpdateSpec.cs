namespace MicroK8s.Services.Spec;

/// <summary>How a new revision takes over. Null leaves a field to the server's default.</summary>
public sealed record UpdateSpec
{
    /// <summary>A few pods at a time.</summary>
    public const string RollingUpdate = "RollingUpdate";

    /// <summary>First all old pods go, then the new ones come; Deployments only.</summary>
    public const string Recreate = "Recreate";

    /// <summary>A pod is new once somebody deleted the old one; not for Deployments.</summary>
    public const string OnDelete = "OnDelete";

    /// <summary>All strategies.</summary>
    public static IReadOnlyList<string> Strategies { get; } = [RollingUpdate, Recreate, OnDelete];

    /// <summary>How pods are ordered in a StatefulSet.</summary>
    public static IReadOnlyList<string> ManagementPolicies { get; } = ["OrderedReady", "Parallel"];

    /// <summary>The strategy.</summary>
    public string? Strategy { get; init; }

    /// <summary>Pods beyond the wanted number, as a number or in percent.</summary>
    public string? MaxSurge { get; init; }

    /// <summary>Pods that may be missing, as a number or in percent.</summary>
    public string? MaxUnavailable { get; init; }

    /// <summary>The ordinal from which on pods of a StatefulSet become new.</summary>
    public int? Partition { get; init; }

    /// <summary>
    /// Whether pods of a StatefulSet start one after the other (<c>OrderedReady</c>) or at once (<c>Parallel</c>).
    /// </summary>
    public string? PodManagementPolicy { get; init; }

    /// <summary>Seconds that a pod must be ready before it counts.</summary>
    public int? MinReadySeconds { get; init; }

    /// <summary>Seconds without progress after which the server calls a rollout failed; Deployments only.</summary>
    public int? ProgressDeadlineSeconds { get; init; }

    /// <summary>Old revisions that are kept for a rollback.</summary>
    public int? RevisionHistoryLimit { get; init; }

    /// <summary>Seconds that a pod has to end by itself.</summary>
    public int? TerminationGraceSeconds { get; init; }
}
