using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>A pod that a drain waits for.</summary>
/// <param name="verdict">What is done with it.</param>
/// <param name="start">The time stamp of the first try.</param>
internal sealed class DrainTarget(DrainVerdict verdict, long start)
{
    public DrainVerdict Verdict => verdict;

    public long Start => start;

    /// <summary>The pod as last seen.</summary>
    public KubeObject Pod { get; set; } = verdict.Pod;

    public string Name => $"{verdict.Pod.Namespace}/{verdict.Pod.Name}";

    /// <summary>Whether its eviction is asked for, and not refused.</summary>
    public bool IsAsked { get; set; }

    /// <summary>Whether the server has agreed to its eviction.</summary>
    public bool IsAgreed { get; set; }

    /// <summary>
    /// What its eviction waits for, also while it is asked for again. Null if nothing was in its way.
    /// </summary>
    public string? Obstacle { get; set; }

    /// <summary>What became of it. Null while it is waited for.</summary>
    public DrainOutcome? Outcome { get; set; }

    /// <summary>Why, in words.</summary>
    public string? Why { get; set; }

    public bool IsOver => Outcome is not null;

    public bool IsGone => Outcome is DrainOutcome.Evicted or DrainOutcome.Gone;

    /// <summary>Why it is still there.</summary>
    public string WhyItStays
    {
        get
        {
            if (verdict.Action == DrainAction.Evict && !Pod.IsBeingDeleted)
            {
                return IsAgreed ? "its eviction has only just begun" : Obstacle ?? "the server has not answered";
            }

            string[] finalizers = [.. Pod.Json.Items("metadata", "finalizers").Select(item => item.Text() ?? "")];
            return finalizers.Length > 0
                ? $"terminating, but held by its finalizers {string.Join(", ", finalizers)}"
                : $"terminating, with a grace period of {Pod.Json.Count("metadata", "deletionGracePeriodSeconds")} s";
        }
    }
}
