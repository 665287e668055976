namespace MicroK8s.Inspection;

/// <summary>A pod in the words of <c>kubectl get pods</c>.</summary>
/// <param name="Status">Such as <c>Running</c>, <c>CrashLoopBackOff</c>, <c>Init:0/1</c> or <c>Terminating</c>.</param>
/// <param name="Ready">Containers that are ready.</param>
/// <param name="Total">Containers that are to be ready.</param>
/// <param name="Restarts">Restarts of all containers.</param>
/// <param name="LastRestart">When the run before the last restart ended, UTC. Null if there was none.</param>
public sealed record PodSummary(string Status, int Ready, int Total, int Restarts, DateTimeOffset? LastRestart);
