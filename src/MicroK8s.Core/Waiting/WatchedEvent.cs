using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>What makes a wait judge again.</summary>
internal abstract record WaitSignal
{
    /// <summary>No watch reported anything, but time alone may have made something certain.</summary>
    public static WaitSignal JudgeAgain { get; } = new JudgeAgainSignal();

    private sealed record JudgeAgainSignal : WaitSignal;
}

/// <summary>One report of one of the watches behind a wait.</summary>
/// <param name="Source">What is watched.</param>
/// <param name="Change">The report.</param>
internal sealed record WatchedEvent(ResourceQuery Source, WatchEvent Change) : WaitSignal;
