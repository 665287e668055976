namespace MicroK8s.Connection;

/// <summary>What the server says to the eviction of a pod.</summary>
/// <param name="Verdict">Its answer.</param>
/// <param name="Message">Its words. Empty if it agrees.</param>
public sealed record EvictionAnswer(EvictionVerdict Verdict, string Message);
