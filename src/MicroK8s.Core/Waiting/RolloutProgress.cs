namespace MicroK8s.Waiting;

/// <summary>How far a rollout is; what a progress bar shows.</summary>
/// <param name="Desired">Replicas that are wanted.</param>
/// <param name="Updated">Pods of the new revision.</param>
/// <param name="Available">Pods of the new revision that are available.</param>
/// <param name="Message">What is waited for, in one line.</param>
/// <param name="Elapsed">Since the wait began.</param>
public sealed record RolloutProgress(int Desired, int Updated, int Available, string Message, TimeSpan Elapsed);
