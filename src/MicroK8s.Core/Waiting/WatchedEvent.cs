using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>One report of one of the watches behind a wait.</summary>
/// <param name="Source">What is watched.</param>
/// <param name="Change">The report.</param>
internal sealed record WatchedEvent(ResourceQuery Source, WatchEvent Change);
