using MicroK8s.Resources;

namespace MicroK8s.Rollouts;

/// <summary>One report of one of the watches behind a wait.</summary>
/// <param name="Source">What is watched.</param>
/// <param name="Change">The report.</param>
internal sealed record RolloutNews(ResourceQuery Source, ResourceChange Change);
